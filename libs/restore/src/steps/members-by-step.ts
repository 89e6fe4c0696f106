import type { ArchiveMember, MemberKind } from '@stowbase/archive';

/** Members in the archive's order, by the step that sends them. */
export interface MembersByStep {
  readonly definitions: readonly ArchiveMember[];
  readonly rows: readonly ArchiveMember[];
  readonly post: readonly ArchiveMember[];
  /** What the API or a clock could set off: triggers and policies of the platform's tables, cron jobs; history and refreshing. */
  readonly last: readonly ArchiveMember[];
}

export function membersByStep(members: readonly ArchiveMember[]): MembersByStep {
  const of = (step: keyof MembersByStep): ArchiveMember[] => members.filter(({ kind }) => stepOf(kind) === step);
  return { definitions: of('definitions'), rows: of('rows'), post: of('post'), last: of('last') };
}

function stepOf(kind: MemberKind): keyof MembersByStep {
  switch (kind) {
    case 'roles':
    case 'preamble':
    case 'extensions':
    case 'schema':
    case 'schemas':
    case 'definitions':
    case 'constraints':
      return 'definitions';
    case 'data':
    case 'large_objects':
      return 'rows';
    case 'schema_post':
      return 'post';
    case 'managed':
    case 'history':
    case 'cron':
    case 'refresh':
    case 'event_triggers':
      return 'last';
  }
}

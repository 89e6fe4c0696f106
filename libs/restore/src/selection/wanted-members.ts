import type { ArchiveMember, ComponentId, Contents } from '@stowbase/archive';
import { RestoreError } from '../errors';
import type { Selection } from '../request';

export type WholeSelection = Exclude<Selection['kind'], 'table'>;

const kindsOf: Readonly<Record<WholeSelection, ReadonlySet<ArchiveMember['kind']>>> = {
  roles: new Set(['roles']),
  schema: new Set([
    ...(['preamble', 'extensions', 'schema', 'schema_post', 'managed', 'cron'] as const),
    ...(['schemas', 'definitions', 'constraints'] as const),
  ]),
  data: new Set(['data', 'refresh']),
  history: new Set(['history']),
};

/** What says whether the backup was meant to have it. */
const componentOf: Readonly<Record<WholeSelection, ComponentId>> = {
  roles: 'roles',
  schema: 'schema',
  data: 'data',
  history: 'history',
};

/**
 * The members of the kinds asked for, in the script's order.
 * @throws RestoreError `NOTHING_TO_RESTORE` when the backup doesn't hold one of them at all; one that is only empty is no error
 */
export function membersOfKinds(
  kinds: readonly WholeSelection[],
  members: readonly ArchiveMember[],
  contents: Contents,
): ArchiveMember[] {
  for (const kind of kinds) {
    const component = contents.components.find(({ name }) => name === componentOf[kind]);
    const has = component === undefined || component.status === 'saved' || component.status === 'empty';
    if (has || members.some((member) => kindsOf[kind].has(member.kind))) continue;
    throw nothingToRestore(`The backup holds no ${kind}: ${component.reason ?? `it is of type ${contents.type}`}.`);
  }
  return members.filter((member) => kinds.some((kind) => kindsOf[kind].has(member.kind)));
}

export const nothingToRestore = (message: string): RestoreError =>
  new RestoreError('NOTHING_TO_RESTORE', message, 'Look at what the backup holds with `stowbase inspect`.');

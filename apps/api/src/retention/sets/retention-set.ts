import type { Backup, BackupTypeName } from '../../backups/backup.entity';
import type { CopyFacts } from '../plan/copy-facts';

/** Whose rule counts. `imported`: nobody's, until somebody assigns it. */
export const setKinds = ['schedule', 'manual', 'safety', 'imported'] as const;
export type SetKind = (typeof setKinds)[number];

/** Copies that are judged together. */
export interface SetId {
  /** `schedule:<id>:<destination>:<type>`, `manual:<project>:<destination>`, …: at most 120 characters. */
  readonly key: string;
  readonly kind: SetKind;
  readonly projectId: string;
  readonly destinationId: string;
  readonly scheduleId: string | null;
  /** Of a schedule's set; null: every type. */
  readonly type: BackupTypeName | null;
}

/** A copy with what is needed to delete it. */
export interface SetCopy extends CopyFacts {
  readonly backupId: string;
  readonly isStored: boolean;
  /** Its object there. */
  readonly key: string | null;
}

export interface RetentionSet {
  readonly id: SetId;
  readonly copies: readonly SetCopy[];
}

type Membership = Pick<Backup, 'projectId' | 'trigger' | 'scheduleId' | 'type' | 'retentionSet'>;

const bySchedule = 'schedule:';

/** As `Backup.retentionSet` names it. */
export const assignedTo = (scheduleId: string | null): string =>
  scheduleId === null ? 'manual' : `${bySchedule}${scheduleId}`;

/** The set that a backup's copy at a destination is judged in: where somebody assigned it to, else by what asked for it. */
export function setOf(backup: Membership, destinationId: string): SetId {
  const { projectId, retentionSet, trigger, scheduleId, type } = backup;
  if (retentionSet?.startsWith(bySchedule) === true)
    return ofSchedule({ projectId, destinationId, scheduleId: retentionSet.slice(bySchedule.length), type });
  if (retentionSet !== null) return ofProject('manual', projectId, destinationId);
  switch (trigger) {
    case 'schedule':
    case 'manual':
    case 'api':
      // Also one that somebody asked a schedule for, beside its slots.
      if (scheduleId !== null) return ofSchedule({ projectId, destinationId, scheduleId, type });
      return ofProject('manual', projectId, destinationId);
    case 'safety':
      return ofProject('safety', projectId, destinationId);
    case 'import':
      return ofProject('imported', projectId, destinationId);
  }
}

export const ofSchedule = (of: {
  readonly projectId: string;
  readonly destinationId: string;
  readonly scheduleId: string;
  readonly type: BackupTypeName;
}): SetId => ({ ...of, kind: 'schedule', key: `schedule:${of.scheduleId}:${of.destinationId}:${of.type}` });

const ofProject = (kind: Exclude<SetKind, 'schedule'>, projectId: string, destinationId: string): SetId => ({
  ...{ kind, projectId, destinationId, scheduleId: null, type: null },
  key: `${kind}:${projectId}:${destinationId}`,
});

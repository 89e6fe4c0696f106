import { randomUUID } from 'node:crypto';
import { In, type EntityManager } from 'typeorm';
import { Backup } from '../../backups/backup.entity';
import type { Schedule } from '../schedule.entity';
import { crashPoint } from '../../lifecycle/crash-point';

/** Slots that were not run, as one row. */
export interface MissedSlots {
  /** The first of them. */
  readonly at: Date;
  readonly count: number;
  /** Of several: the last of them. */
  readonly until?: Date;
}

export const missedReasons = {
  passed: {
    code: 'SLOT_PASSED',
    text: 'Its time passed while Stowbase was not running, or could not reach its records.',
    next: 'Nothing has to be done: the next backup comes by itself.',
  },
  overlap: {
    code: 'SLOT_OVERLAP',
    text: 'Another backup of the project still went on.',
    next: 'Give it more time between two backups, or let the next one wait for the last.',
  },
  paused: {
    code: 'SLOT_PAUSED',
    text: 'Its schedule was paused while it waited for another backup.',
    next: 'Start a backup by hand if you need it now.',
  },
  project: {
    code: 'SLOT_NO_PROJECT',
    text: 'The project was deleted.',
    next: 'Delete the schedule too; it is paused.',
  },
  destination: {
    code: 'SLOT_NO_DESTINATION',
    text: 'None of its destinations takes backups: each is disabled, being deleted or gone.',
    next: 'Choose another destination for the schedule, or enable one.',
  },
} as const;
export type MissedReason = keyof typeof missedReasons;

/**
 * Their rows lie at the time that was missed, so that lists and calendars show them there. At most 150. Slots that have a row already get none:
 * a clock that went back comes by them again.
 * @returns ids of the new rows
 */
export async function insertMissed(
  manager: EntityManager,
  schedule: Pick<Schedule, 'id' | 'projectId' | 'type' | 'options'>,
  projectName: string,
  missed: readonly MissedSlots[],
  reason: MissedReason,
  now: Date,
): Promise<string[]> {
  if (missed.length === 0) return [];
  const { code, text, next } = missedReasons[reason];
  const known = await knownSlots(
    manager,
    schedule.id,
    missed.map(({ at }) => at),
  );
  const rows = missed
    .filter(({ at, count }) => count > 1 || !known.has(at.getTime()))
    .map(({ at, count, until }) => ({
      ...empty,
      id: randomUUID(),
      projectId: schedule.projectId,
      projectName,
      trigger: 'schedule' as const,
      scheduleId: schedule.id,
      slot: count === 1 ? at : null,
      missedCount: count === 1 ? null : count,
      type: schedule.type,
      options: schedule.options,
      status: 'missed' as const,
      runAfter: until ?? at,
      createdAt: at,
      finishedAt: now,
      errorCode: code,
      errorText: text,
      errorNext: next,
    }));
  if (rows.length > 0) await manager.insert(Backup, rows);
  crashPoint('tick/missed');
  return rows.map(({ id }) => id);
}

/** Those of these slots that have a row, as milliseconds. */
export async function knownSlots(
  manager: EntityManager,
  scheduleId: string,
  slots: readonly Date[],
): Promise<ReadonlySet<number>> {
  const where = { scheduleId, slot: In([...slots]) };
  const rows = await manager.find(Backup, { select: { id: true, slot: true }, where });
  return new Set(rows.map(({ slot }) => slot?.getTime() ?? 0));
}

const empty = {
  requestedBy: null,
  maxRunSeconds: null,
  recipients: [],
  attempt: 0,
  token: 0,
  retries: 0,
  interruptions: 0,
  leaseUntil: null,
  cancelRequested: false,
  gaps: [],
  startedAt: null,
  snapshotTime: null,
  rawBytes: null,
  storedBytes: null,
  sha256: null,
  contents: null,
  profile: null,
  progress: null,
  verifiedLevel: 0,
  verifiedAt: null,
  locked: false,
  notes: '',
  deletedAt: null,
} satisfies Partial<Backup>;

import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { crashPoint } from '../lifecycle/crash-point';
import { NotificationEvent } from './notification-event.entity';

/** What people can be told of; lifecycle.md, "Notifications". */
export const occurrenceKinds = [
  'backup.failed',
  'backup.gaps',
  'backup.partly_stored',
  'backup.succeeded',
  /** The first success after a failure. */
  'backup.recovered',
  /** A slot that was not run: the service was down, or the last run still went on. */
  'backup.missed',
  /** No good backup within the schedule's interval and its grace. */
  'backup.overdue',
  /** Much smaller than the ones before. */
  'backup.shrunk',
  'copy.damaged',
  'copy.missing',
  'destination.failing',
  'destination.nearly_full',
  'destination.recovered',
  'restore.finished',
  'retention.waiting',
  'retention.over_budget',
  'service.self_backup_failed',
] as const;
export type OccurrenceKind = (typeof occurrenceKinds)[number];

/**
 * For the text: names, figures, times as ISO strings. Never a secret: it goes to foreign services. Names of project, schedule and
 * destination are looked up by their ids. What the texts read beside them (`message/texts.ts`), all of it optional:
 * `error`, `nextStep` (of a failure, one sentence each), `slot`, `count`, `reason` (missed), `lastGoodAt`, `promisedHours` (overdue),
 * `rawBytes`, `usualBytes` (shrunk), `gaps`, `missingAt` (names in one text), `member` (damage), `freeBytes`, `lastBackupBytes`
 * (nearly full), `total`, `maxBytes`, `bytes` (retention).
 */
export type OccurrenceFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface Occurrence {
  readonly kind: OccurrenceKind;
  /** The same thing has the same key and is told once: `backup.failed:<backup id>`. At most 200 characters. */
  readonly key: string;
  readonly projectId?: string;
  readonly backupId?: string;
  readonly destinationId?: string;
  readonly scheduleId?: string;
  readonly facts?: OccurrenceFacts;
}

/**
 * Keeps it to be told, in the transaction that makes it true. Channels are asked later: whatever they answer changes nothing here.
 * @param now the database's time
 */
export async function noteOccurrence(manager: EntityManager, occurrence: Occurrence, now: Date): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(NotificationEvent)
    .values({
      id: randomUUID(),
      kind: occurrence.kind,
      key: occurrence.key,
      projectId: occurrence.projectId ?? null,
      backupId: occurrence.backupId ?? null,
      destinationId: occurrence.destinationId ?? null,
      scheduleId: occurrence.scheduleId ?? null,
      facts: cleaned(occurrence.facts ?? {}),
      createdAt: now,
      dispatchedAt: null,
    })
    .orIgnore()
    .execute();
  crashPoint('tell/noted');
}

const longestFact = 2_000;

/** Error texts may hold anything; jsonb takes neither NUL nor half a character. */
const cleaned = (facts: OccurrenceFacts): OccurrenceFacts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, longestFact).replaceAll('\0', '').toWellFormed() : value,
    ]),
  );

import { randomUUID } from 'node:crypto';
import { memoryStorage } from '@stowbase/storage/testing';
import type { StorageFacts } from '@stowbase/storage';
import type { Actor } from '../../accounts/access';
import { AuditEvent } from '../../accounts/audit-event.entity';
import { AuditLog } from '../../accounts/audit-log';
import { Backup } from '../../backups/backup.entity';
import { BackupCopy } from '../../backups/backup-copy.entity';
import type { OpenStorage } from '../../backups/sweep/open-storage';
import { openRunWorld, type RunWorld } from '../../backups/testing/run-world';
import type { Place } from '../../database/place';
import { NotificationEvent } from '../../notifications/notification-event.entity';
import { insertSchedule } from '../../scheduler/testing/insert-schedule';
import type { Schedule } from '../../scheduler/schedule.entity';
import { RetentionApproval } from '../approval.entity';
import { Approvals } from '../approvals/approvals';
import { ChangedRules } from '../changed-rules';
import { ClockWatch } from '../clock-watch';
import { Prune } from '../prune/prune';
import { RetentionChanges } from '../retention-changes';
import { insertStored } from './insert-stored';

export const day = 24 * 3600_000;

export const owner: Actor = {
  ...{ kind: 'user', userId: randomUUID(), name: 'owner@example.com', role: 'owner' },
  ...{ sessionId: null, tokenId: null, address: '127.0.0.1' },
};

/** A project with a nightly schedule to one destination, and how to make its backups. */
export interface Shop {
  readonly project: { readonly id: string; readonly name: string };
  readonly destination: { readonly id: string; readonly name: string };
  readonly schedule: Schedule;
}

/** Retention over the real tables, with a clock that tests move and a store in memory. */
export interface RetentionWorld extends RunWorld {
  readonly prune: Prune;
  readonly approvals: Approvals;
  readonly changes: RetentionChanges;
  /** What the store says of itself; tests change it. */
  readonly store: { facts: StorageFacts; isDown: boolean };
  /** Of destinations, as they were told: id and code. */
  readonly problems: [id: string, code: string][];
  /** As another process would: with a memory of its own. */
  anotherPrune(): Prune;
  /** From now on it is so late. */
  setNow(at: Date): void;
  turn(): Promise<void>;
  shop(retention: Partial<Schedule['retention']>, change?: Partial<Schedule>): Promise<Shop>;
  /** A succeeded backup of a shop, of this moment, with a stored copy. Its id is that of its copy too. */
  add(shop: Shop, at: Date, change?: Partial<Backup>, copy?: Partial<BackupCopy>): Promise<string>;
  /** Ids of copies by their status. */
  ids(shop: Shop, status?: BackupCopy['status']): Promise<string[]>;
  waiting(): Promise<RetentionApproval[]>;
  audited(action: string): Promise<AuditEvent[]>;
  told(kind: NotificationEvent['kind']): Promise<NotificationEvent[]>;
}

const facts: StorageFacts = { tls: null, clockSkewMs: null, versioning: false, locking: false };

export async function openRetentionWorld(place?: Place): Promise<RetentionWorld> {
  const world = await openRunWorld({}, place);
  const { database, clock, changed } = world;
  const store = { facts, isDown: false };
  const open: OpenStorage = () =>
    store.isDown
      ? Promise.reject(new Error('The store does not answer.'))
      : Promise.resolve(memoryStorage({ facts: store.facts }));
  const audit = new AuditLog();
  const watch = new ClockWatch();
  const wake = { wake: () => undefined };
  const problems: RetentionWorld['problems'] = [];
  const tell = (id: string, { code }: { readonly code: string }): void => void problems.push([id, code]);
  const anotherPrune = (): Prune => new Prune(database, clock, watch, open, audit, changed, wake, { tell });
  const prune = anotherPrune();
  const read = database.read;
  return {
    ...world,
    ...{ prune, anotherPrune, store, problems },
    approvals: new Approvals(database, clock, watch, audit, wake),
    changes: new RetentionChanges(new ChangedRules(watch), audit),
    setNow: (at) => void (clock.aheadMs = at.getTime() - Date.now()),
    turn: () => prune.turn(new AbortController().signal),
    shop: async (retention, change = {}) => {
      const project = await world.addProject();
      const destination = await world.addDestination();
      const none = { keepLast: 0, keepDays: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
      const schedule = await insertSchedule(database, {
        ...{ projectId: project.id, destinationIds: [destination.id], effectiveFrom: new Date('2026-01-01T00:00:00Z') },
        retention: { ...none, minKeep: 3, maxBytes: null, ...retention },
        ...change,
      });
      return { project, destination, schedule };
    },
    add: ({ schedule, ...of }, at, change = {}, copy = {}) =>
      insertStored(database, of, at, { scheduleId: schedule.id, ...change }, copy),
    ids: async ({ destination }, status = 'stored') => {
      const rows = await read.findBy(BackupCopy, { destinationId: destination.id, status });
      const backups = await Promise.all(rows.map(({ backupId }) => read.findOneByOrFail(Backup, { id: backupId })));
      const at = new Map(backups.map(({ id, snapshotTime }) => [id, snapshotTime!.getTime()]));
      return rows.sort((a, b) => at.get(a.backupId)! - at.get(b.backupId)!).map(({ id }) => id);
    },
    waiting: () => read.findBy(RetentionApproval, { state: 'waiting' }),
    audited: (action) => read.find(AuditEvent, { where: { action }, order: { id: 'ASC' } }),
    told: (kind) => read.findBy(NotificationEvent, { kind }),
  };
}

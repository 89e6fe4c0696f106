import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '../../accounts/audit-log';
import { Backup } from '../../backups/backup.entity';
import { RecoveryKeys } from '../../backups/recovery-keys/recovery-keys.service';
import { insertDestination, insertProject } from '../../backups/testing/rows';
import { RunChanged } from '../../backups/transitions/run-changed';
import type { Database } from '../../database/database';
import { openDatabase } from '../../database/open-database';
import type { Place } from '../../database/place';
import { EventHub } from '../../events/event-hub';
import { NotificationEvent } from '../../notifications/notification-event.entity';
import { Schedule } from '../schedule.entity';
import { ScheduleEvents } from '../schedule-events.service';
import { Schedules } from '../schedules.service';
import { ScheduleTick } from '../tick/schedule-tick.service';
import { WaitingSlots } from '../tick/waiting-slots.service';
import { insertSchedule } from './insert-schedule';

/** The ticks of several processes over the same records, without the rest of the service. */
export interface TickWorld {
  readonly database: Database;
  readonly ticks: readonly ScheduleTick[];
  readonly changed: RunChanged;
  /** Every process looks at the same time. */
  turn(now: Date): Promise<void>;
  /** A schedule of a project and a destination of its own. */
  schedule(effectiveFrom: Date, change?: Partial<Schedule>): Promise<Schedule>;
  again(schedule: Pick<Schedule, 'id'>): Promise<Schedule>;
  /** Of a schedule, by slot. */
  backups(schedule: Pick<Schedule, 'id'>): Promise<Backup[]>;
  /** What people are to be told of it. */
  told(schedule: Pick<Schedule, 'id'>): Promise<NotificationEvent[]>;
  /** Every run that is queued has ended. */
  endRuns(now: Date): Promise<void>;
  /** A run that somebody else asked for. */
  addRun(projectId: string, change?: Partial<Backup>): Promise<string>;
  close(): Promise<void>;
}

export async function openTickWorld(processes: number, place?: Place, audit = new AuditLog()): Promise<TickWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-ticks-'));
  const database = await openDatabase(place ?? { engine: 'sqlite', folder });
  // On SQLite there is one process only: its ticks share the connection, and still come in between each other.
  const others: Database[] = [];
  for (let n = 1; n < processes; n += 1) others.push(place === undefined ? database : await openDatabase(place));
  const changed = new RunChanged();
  const ticks = [database, ...others].map((own) => makeTick(own, changed, audit));
  return {
    database,
    ticks,
    changed,
    turn: async (now) => {
      await Promise.all(ticks.map((tick) => tick.turn(now)));
    },
    schedule: async (effectiveFrom, change = {}) => {
      const projectId = change.projectId ?? (await insertProject(database)).id;
      const destinationIds = change.destinationIds ?? [(await insertDestination(database)).id];
      return insertSchedule(database, { ...change, effectiveFrom, projectId, destinationIds });
    },
    again: ({ id }) => database.read.findOneByOrFail(Schedule, { id }),
    backups: ({ id }) =>
      database.read.find(Backup, { where: { scheduleId: id }, order: { slot: 'ASC', createdAt: 'ASC' } }),
    told: ({ id }) =>
      database.read.find(NotificationEvent, { where: { scheduleId: id }, order: { createdAt: 'ASC', key: 'ASC' } }),
    endRuns: async (now) => {
      await database.write((manager) =>
        manager.update(Backup, { status: 'queued' }, { status: 'succeeded', startedAt: now, finishedAt: now }),
      );
    },
    addRun: (projectId, change = {}) => addRun(database, projectId, change),
    close: async () => {
      for (const own of new Set([...others, database])) await own.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeTick(database: Database, changed: RunChanged, audit: AuditLog): ScheduleTick {
  const keys = new RecoveryKeys(database);
  const events = new ScheduleEvents(new EventHub(), new Schedules(database));
  const waiting = new WaitingSlots(database, keys, audit, changed, events);
  return new ScheduleTick(database, waiting, keys, audit, changed, events);
}

async function addRun(database: Database, projectId: string, change: Partial<Backup>): Promise<string> {
  const at = new Date();
  const row = { ...runValues, id: randomUUID(), projectId, runAfter: at, createdAt: at, ...change };
  await database.write((manager) => manager.insert(Backup, row));
  return row.id;
}

const runValues = {
  projectName: 'Shop',
  trigger: 'manual',
  type: 'full',
  recipients: [],
  options: {} as Backup['options'],
  status: 'running',
  attempt: 1,
  token: 1,
  retries: 0,
  interruptions: 0,
  cancelRequested: false,
  gaps: [],
  verifiedLevel: 0,
  locked: false,
  notes: '',
} satisfies Partial<Backup>;

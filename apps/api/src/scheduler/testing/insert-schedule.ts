import { randomUUID } from 'node:crypto';
import { standardOptions } from '../../backups/backup-options';
import type { Database } from '../../database/database';
import { defaultRule } from '../../retention/rule';
import { nextDue } from '../next-due';
import { Schedule } from '../schedule.entity';

/** A nightly schedule from an instant on, if nothing else is said. Its next time follows from the rest unless it is given. */
export async function insertSchedule(
  database: Database,
  change: Partial<Schedule> & Pick<Schedule, 'projectId' | 'effectiveFrom'>,
): Promise<Schedule> {
  const row: Schedule = {
    id: randomUUID(),
    createdAt: change.effectiveFrom,
    updatedAt: change.effectiveFrom,
    version: 1,
    name: 'Every night',
    destinationIds: [],
    type: 'full',
    options: standardOptions,
    cron: '30 2 * * *',
    timeZone: 'UTC',
    jitterSeconds: 0,
    graceSeconds: 24 * 3_600,
    overlap: 'skip',
    blackout: [],
    maxRunSeconds: null,
    retention: defaultRule,
    plan: 'none',
    quotaBytes: null,
    enabled: true,
    nextSlot: null,
    dueAt: null,
    waitingSlot: null,
    lastSlot: null,
    ...change,
  };
  const schedule = { ...row, ...nextDue(row), ...change };
  await database.write((manager) => manager.insert(Schedule, schedule));
  return schedule;
}

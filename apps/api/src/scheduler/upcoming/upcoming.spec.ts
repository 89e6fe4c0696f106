import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../database/database';
import { openDatabase } from '../../database/open-database';
import { insertSchedule } from '../testing/insert-schedule';
import { Upcoming } from './upcoming.service';

const now = new Date('2027-03-26T12:00:00Z');
const [shop, crm] = ['6a1f2f0e-0000-4000-8000-000000000001', '6a1f2f0e-0000-4000-8000-000000000002'];

describe('P-WEB-404 the days to come', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-upcoming-'));
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ engine: 'sqlite', folder });
    const from = { effectiveFrom: now };
    await insertSchedule(database, { ...from, projectId: shop, timeZone: 'Europe/Berlin' });
    await insertSchedule(database, { ...from, projectId: crm, cron: '0 */6 * * *' });
    await insertSchedule(database, { ...from, projectId: crm, enabled: false });
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const of = async (zone: string, projectId?: string): Promise<[string, number][]> => {
    const { days, complete } = await new Upcoming(database).of({ zone, projectId }, now);
    expect(complete).toBe(true);
    return days.map(({ date, runs }) => [date, runs]);
  };

  it('are today and fourteen more, each with the runs that are still to come; what is paused runs never', async () => {
    const days = await of('UTC');
    expect(days).toHaveLength(15);
    expect(days.slice(0, 2)).toEqual([
      // 18:00.
      ['2027-03-26', 1],
      // 00:00, 06:00, 12:00 and 18:00; 01:30, which is 02:30 in Berlin.
      ['2027-03-27', 5],
    ]);
    expect(days.at(-1)?.[0]).toBe('2027-04-09');
  });

  it('are those of the zone that is asked for, also where a day of it has 23 hours', async () => {
    const days = await of('Europe/Berlin', shop);
    expect(days.slice(0, 4)).toEqual([
      ['2027-03-26', 0],
      ['2027-03-27', 1],
      ['2027-03-28', 1],
      ['2027-03-29', 1],
    ]);
    // 02:30 in Berlin is 14:30 there, and 13:30 from the 28th on.
    expect((await of('Pacific/Auckland', shop)).slice(0, 2)).toEqual([
      ['2027-03-27', 1],
      ['2027-03-28', 1],
    ]);
  });

  it('leave out other projects where one is asked for', async () => {
    expect((await of('UTC', shop))[1]).toEqual(['2027-03-27', 1]);
  });
});

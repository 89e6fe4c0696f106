import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { until } from '../../backups/testing/until';
import type { Place } from '../../database/place';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { describeTicks } = await import('../testing/describe-ticks');
const { describeYear } = await import('../testing/describe-year');
const { openTickWorld } = await import('../testing/tick-world');

const all = process.env['STOWBASE_TEST_ALL'] === '1';
const [begins, ends] = [new Date('2026-10-22T00:00Z'), new Date('2026-11-03T00:00Z')];
const [yearBegins, yearEnds] = [new Date('2026-06-03T10:00Z'), new Date('2027-06-03T10:00Z')];

describe('the times of schedules (PostgreSQL)', () => {
  let server: ScratchServer;
  let place: Place;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    place = { engine: 'postgres', connection: server.settings(server.superuser.user, 'postgres') };
  });
  afterAll(() => server.stop());

  describeTicks(() => place);

  it('P-SCHED-5 a process that looks at a row too late holds up none of the steps that another one takes', async () => {
    const world = await openTickWorld(1, place);
    const late = await server.connect(server.superuser.user, 'postgres');
    try {
      const schedule = await world.schedule(new Date('2026-11-20T12:00:00Z'));
      const write = world.database.write.bind(world.database);
      let steps = 0;
      // Between the first two steps of one process, another one holds the row to look at it.
      world.database.write = async (work) => {
        steps += 1;
        if (steps === 2) {
          await late.query('BEGIN');
          await late.query('SELECT 1 FROM schedules WHERE id = $1 FOR UPDATE', [schedule.id]);
        }
        return write(work);
      };
      let isOver = false;
      const turn = world.turn(new Date('2028-11-20T12:00:00Z')).finally(() => (isOver = true));
      await until(async () => isOver || (await isSomebodyWaiting()));
      await late.query('COMMIT');
      await turn;
      expect((await world.backups(schedule)).filter(({ status }) => status === 'queued')).toHaveLength(1);
    } finally {
      await late.end();
      await world.close();
    }
  });

  const isSomebodyWaiting = (): Promise<boolean> =>
    server.with(server.superuser.user, 'postgres', async (sql) => {
      const waiting = await sql.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      return waiting.rowCount !== 0;
    });

  describe('through weeks, or a year', () => {
    describeYear(
      () => place,
      all
        ? { schedules: 8, begins: yearBegins, ends: yearEnds, outages: 25 }
        : { schedules: 8, begins, ends, outages: 6 },
    );
  });
});

import 'reflect-metadata';
import { insertDestination, insertProject } from '../../backups/testing/rows';
import { Schedule } from '../schedule.entity';
import { insertSchedule } from '../testing/insert-schedule';
import { openTickWorld, type TickWorld } from '../testing/tick-world';
import { SchedulePages } from './schedule-pages';

const now = new Date('2026-11-20T12:00:00Z');

describe('P-SCHED-17 a thousand schedules that are not due', () => {
  let world: TickWorld;
  beforeAll(async () => {
    world = await openTickWorld(1);
    const { id: projectId } = await insertProject(world.database);
    const destinationIds = [(await insertDestination(world.database)).id];
    const first = await insertSchedule(world.database, { projectId, destinationIds, effectiveFrom: now });
    for (let from = 0; from < 1_000; from += 100)
      await world.database.write((manager) =>
        manager.insert(
          Schedule,
          Array.from({ length: 100 }, (_, n) => ({ ...first, id: `${from + n}` })),
        ),
      );
    await world.turn(now);
  });
  afterAll(() => world.close());

  /** What a turn asks the database. */
  async function asked(work: () => Promise<void>): Promise<string[]> {
    const { connection } = world.database.read;
    const statements: string[] = [];
    const logger = connection.logger;
    connection.logger = { ...silent, logQuery: (query) => statements.push(query) };
    await work();
    connection.logger = logger;
    return statements;
  }

  it('cost three statements a turn, and none of them reads a schedule', async () => {
    const statements = await asked(() => world.turn(new Date(now.getTime() + 5_000)));
    expect(statements.map((query) => /FROM "(\w+)"/.exec(query)?.[1])).toEqual(['schedules', 'schedules', 'schedules']);
  });

  it('are passed by through an index: what a turn asks searches, and scans no table', async () => {
    const statements = await asked(() => world.turn(new Date(now.getTime() + 10_000)));
    expect(statements).toHaveLength(3);
    for (const query of statements) {
      const parameters = query.match(/\?/g)?.map(() => '2026-11-20 12:00:10.000') ?? [];
      const plan = await world.database.read.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${query}`, parameters);
      expect(plan.map(({ detail }) => detail).join()).toMatch(
        /^SEARCH s USING INDEX schedules_(due|effective|waiting)/,
      );
    }
  });

  it('are all found, page by page and each once, when they are due', async () => {
    const pages = new SchedulePages(world.database);
    const ids: string[] = [];
    for await (const page of pages.due(new Date('2026-11-21T02:30:00Z'))) {
      expect(page.length).toBeLessThanOrEqual(100);
      ids.push(...page.map(({ id }) => id));
    }
    expect([ids.length, new Set(ids).size]).toEqual([1_001, 1_001]);
  });
});

const silent = {
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

import 'reflect-metadata';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { makeDataSources } from './data-sources';
import type { Database } from './database';
import { openDatabase } from './open-database';
import { Setting } from './setting.entity';

const setting = (id: string): Setting => ({ id, value: {}, updatedAt: new Date() });
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('writing records (SQLite)', () => {
  let folder: string;
  let database: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-database-'));
    database = await openDatabase({ engine: 'sqlite', folder });
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ids = async (): Promise<string[]> =>
    (await database.read.find(Setting, { order: { id: 'ASC' } })).map(({ id }) => id);

  /** Begins A, begins and ends B while A is open, then rolls A back. */
  async function interleave(
    transaction: (work: (save: (id: string) => Promise<unknown>) => Promise<void>) => Promise<void>,
  ): Promise<string> {
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const a = transaction(async (save) => {
      await save('a');
      await gate;
      throw new Error('A rolls back');
    }).catch((error: Error) => error.message);
    await nextTurn();
    const b = transaction(async (save) => void (await save('b'))).then(() => 'B committed');
    await nextTurn();
    letGo();
    expect(await a).toBe('A rolls back');
    return b;
  }

  it('a commit that was reported is there, whatever rolls back meanwhile (P-SERVICE-3)', async () => {
    const said = await interleave((work) =>
      database.write((manager) => work((id) => manager.insert(Setting, setting(id)))),
    );
    expect(said).toBe('B committed');
    expect(await ids()).toEqual(['b']);
  });

  it('without the writer it would not be: TypeORM makes the second transaction a part of the first', async () => {
    const { writer } = makeDataSources({ engine: 'sqlite', folder });
    await writer.initialize();
    const said = await interleave((work) =>
      writer.transaction((manager) => work((id) => manager.insert(Setting, setting(id)))),
    );
    expect(said).toBe('B committed');
    expect(await ids()).toEqual([]);
    await writer.destroy();
  });

  it('many at once end as if one came after the other (P-SERVICE-3)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), async (fails) => {
        await database.write((manager) => manager.clear(Setting));
        const outcomes = await Promise.allSettled(
          fails.map((fail, n) =>
            database.write(async (manager) => {
              await manager.insert(Setting, setting(`row ${String(n).padStart(2, '0')}`));
              await nextTurn();
              if (fail) throw new Error('rolled back');
            }),
          ),
        );
        const committed = outcomes.flatMap(({ status }, n) =>
          status === 'fulfilled' ? [`row ${String(n).padStart(2, '0')}`] : [],
        );
        expect(await ids()).toEqual(committed);
        expect(committed).toHaveLength(fails.filter((fail) => !fail).length);
      }),
      { numRuns: 30 },
    );
  });

  it('one inside another is refused, since it would wait for itself', async () => {
    const nested = database.write(() => database.write(() => Promise.resolve()));
    await expect(nested).rejects.toThrow('A transaction was begun inside another one.');
    await database.write((manager) => manager.insert(Setting, setting('after')));
    expect(await ids()).toEqual(['after']);
  });

  it('what only reads sees committed rows, and can write nothing', async () => {
    await database.write(async (manager) => {
      await manager.insert(Setting, setting('open'));
      expect(await ids()).toEqual([]);
    });
    expect(await ids()).toEqual(['open']);
    await expect(database.read.insert(Setting, setting('x'))).rejects.toThrow(/readonly/);
  });

  /** How often the event loop came round while `work` ran. */
  async function turnsDuring(work: Promise<unknown>): Promise<number> {
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    await work;
    running = false;
    return turns;
  }

  it('a row of transactions lets timers and requests in between, each time; the bare driver never does', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => setting(`row ${n}`));
    const writes = rows.map((row) => database.write((manager) => manager.insert(Setting, row)));
    expect(await turnsDuring(Promise.all(writes))).toBeGreaterThanOrEqual(rows.length);

    const { writer } = makeDataSources({ engine: 'sqlite', folder });
    await writer.initialize();
    const bare = (async () => {
      for (const { id } of rows) await writer.manager.delete(Setting, { id });
    })();
    expect(await turnsDuring(bare)).toBeLessThan(rows.length / 2);
    await writer.destroy();
  });

  it('the write-ahead log can be emptied between transactions', async () => {
    for (let n = 0; n < 50; n++) await database.write((manager) => manager.insert(Setting, setting(`${n}`)));
    const log = join(folder, 'stowbase.db-wal');
    expect(statSync(log).size).toBeGreaterThan(0);
    await Promise.all([
      database.write((manager) => manager.insert(Setting, setting('x'))),
      database.tidyUp(),
      database.write((manager) => manager.delete(Setting, { id: 'x' })),
    ]);
    await database.tidyUp();
    expect(statSync(log).size).toBe(0);
    expect(await ids()).toHaveLength(50);
  });

  it('survives the process that was killed before: every statement is on the disk when it is reported', async () => {
    const [{ synchronous } = { synchronous: 0 }] = await makeProbe(folder);
    expect(synchronous).toBe(2);
  });
});

/** What the writing connection of a new process is set to. 2 = FULL. */
async function makeProbe(folder: string): Promise<{ synchronous: number }[]> {
  const { writer } = makeDataSources({ engine: 'sqlite', folder });
  await writer.initialize();
  const rows = await writer.query<{ synchronous: number }[]>('PRAGMA synchronous');
  await writer.destroy();
  return rows;
}

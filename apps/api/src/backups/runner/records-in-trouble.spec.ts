import 'reflect-metadata';
import { fakePgDump } from '@stowbase/dump/testing';
import { memoryStorage } from '@stowbase/storage/testing';
import { runnerWorld, type RunnerWorld } from './testing/runner-world';

describe('F49 a backup whose records can not be written for a moment', () => {
  let world: RunnerWorld;
  let away = 0;
  beforeAll(async () => {
    world = await runnerWorld();
    const { database } = world;
    const write = database.write.bind(database);
    database.write = (work) => {
      if (away === 0) return write(work);
      away -= 1;
      return Promise.reject(new Error('the database is away'));
    };
  }, 60_000);
  afterAll(() => world.stop());

  /** From the line with this code on so many writes fail. */
  function awayFrom(code: string, writes: number): void {
    let isOver = false;
    world.onEvent((event) => {
      if (isOver || event.type !== 'backup.log' || (event.data as { code: string }).code !== code) return;
      isOver = true;
      away = writes;
    });
  }

  it('keeps why it failed, in its row and in its log', async () => {
    const tools = await fakePgDump('echo "pg_dump: error: boom" >&2; exit 1');
    world.config.clientDirs = [tools.dir];
    awayFrom('DUMP_FAILED', 4);
    const row = await world.backUp({ destinations: [await world.destination(memoryStorage())] });
    world.config.clientDirs = [];
    await tools.remove();
    expect(away).toBe(0);
    expect(row).toMatchObject({ status: 'failed', errorCode: 'DUMP_FAILED' });
    expect((await world.log(row.id)).map(({ text }) => text)).toContain('pg_dump: error: boom');
  });

  it('is complete when it is stored, and says so', async () => {
    awayFrom('STORED', 4);
    const row = await world.backUp({ destinations: [await world.destination(memoryStorage())] });
    expect(away).toBe(0);
    expect(row).toMatchObject({ status: 'succeeded', errorCode: null });
    expect(await world.copies(row.id)).toMatchObject([{ status: 'stored' }]);
    expect((await world.log(row.id)).map(({ code }) => code)).toEqual(expect.arrayContaining(['STORED', 'DONE']));
  });
});

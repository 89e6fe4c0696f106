import 'reflect-metadata';
import { fakePgDump } from '@stowbase/dump/testing';
import { StorageError, type Storage } from '@stowbase/storage';
import { faultyStorage, memoryStorage, type MemoryStorage } from '@stowbase/storage/testing';
import type { Backup } from '../backup.entity';
import type { RunProfile } from '../progress/progress-view';
import { canary, runnerWorld, type RunnerWorld } from './testing/runner-world';

describe('a backup that goes wrong', () => {
  let world: RunnerWorld;
  beforeAll(async () => {
    world = await runnerWorld();
  }, 60_000);
  afterAll(() => world.stop());

  /** Runs a backup with a script in the place of the rows' pg_dump, into memory. */
  async function backUpWith(
    script: string,
    change: { maxRunSeconds?: number } = {},
  ): Promise<{ row: Backup; memory: MemoryStorage }> {
    const tools = await fakePgDump(script);
    const memory = memoryStorage();
    world.config.clientDirs = [tools.dir];
    try {
      return { row: await world.backUp({ destinations: [await world.destination(memory)], ...change }), memory };
    } finally {
      world.config.clientDirs = [];
      await tools.remove();
    }
  }

  const nothingLeft = (memory: MemoryStorage): void => {
    expect([...memory.objects.keys()]).toEqual([]);
    expect(memory.openUploads.size).toBe(0);
  };

  it('F01 pg_dump exits 1 after partial output: failed, nothing stored, the end of its stderr is in the log', async () => {
    const { row, memory } = await backUpWith(
      '"$REAL" "$@" | head -c 1000000; echo "pg_dump: error: boom" >&2; cat "$PGPASSFILE" >&2; exit 1',
    );
    expect(row).toMatchObject({ status: 'failed', errorCode: 'DUMP_FAILED', attempt: 1, contents: null });
    expect(row.errorText).toMatch(/^[^\n]+$/);
    expect(row.errorNext).not.toBe('');
    nothingLeft(memory);
    expect(await world.copies(row.id)).toMatchObject([{ status: 'failed', errorCode: 'DUMP_FAILED' }]);
    const lines = await world.log(row.id);
    expect(lines.map(({ text }) => text)).toContain('pg_dump: error: boom');
    expect(JSON.stringify([row, lines, world.events])).not.toContain(canary);
    expect((row.profile as RunProfile).waitedForDump).toBeNull();
  });

  it('F03 pg_dump ends well without its completeness line: failed, nothing stored', async () => {
    const { row, memory } = await backUpWith('"$REAL" "$@" | head -c 1000000; exit 0');
    expect(row).toMatchObject({ status: 'failed', errorCode: 'DUMP_EMPTY', attempt: 1 });
    nothingLeft(memory);
  });

  it('F05 pg_dump warns and ends well: succeeded, the warning is shown', async () => {
    const { row } = await backUpWith(
      'echo "pg_dump: warning: owner of function f appears to be invalid" >&2; exec "$REAL" "$@"',
    );
    expect(row.status).toBe('succeeded');
    expect(JSON.stringify(row.contents)).toContain('owner of function f');
    expect(await world.logged(row.id, 'owner of function f')).toMatchObject({ level: 'warning' });
  });

  it('F11 a connection that is lost in the dump: the uploads begin anew, and what the first had written is gone', async () => {
    const { row, memory } = await backUpWith(
      `MARK="$(dirname "$0")/lost"
       if [ -e "$MARK" ]; then exec "$REAL" "$@"; fi
       touch "$MARK"; "$REAL" "$@" | head -c 1000000
       echo "pg_dump: error: server closed the connection unexpectedly" >&2; exit 1`,
    );
    expect(row).toMatchObject({ status: 'succeeded', attempt: 1 });
    expect(memory.objects.size).toBe(1);
    expect(memory.openUploads.size).toBe(0);
    expect((row.profile as RunProfile).restarts).toBe(1);
    expect(await world.logged(row.id, 'starts again')).toMatchObject({ code: 'RESTARTED' });
  });

  it('F11 lost for good: tried again as new attempts, each under its own key, then failed', async () => {
    const { row, memory } = await backUpWith(
      'echo "pg_dump: error: server closed the connection unexpectedly" >&2; exit 1',
    );
    expect(row).toMatchObject({ status: 'failed', errorCode: 'CONNECTION_LOST', attempt: 3 });
    const keys = (await world.copies(row.id)).flatMap(({ key, status }) => (status === 'failed' ? [key] : []));
    expect(keys.map((key) => key?.slice(-6))).toEqual(['-1.tar', '-2.tar', '-3.tar']);
    nothingLeft(memory);
  }, 60_000);

  it('a wrong password is not tried again', async () => {
    const password = Buffer.from(JSON.stringify(['', '', '', 'wrong-canary']));
    const { password: right } = (
      await world.database.read.query<{ password: Buffer }[]>('SELECT password FROM projects WHERE id = ?', [
        world.project.id,
      ])
    )[0]!;
    await world.changeProject({ password });
    try {
      const row = await world.backUp({ destinations: [await world.destination(memoryStorage())] });
      expect(row).toMatchObject({ status: 'failed', errorCode: 'AUTH_FAILED', attempt: 1 });
      expect(JSON.stringify(row)).not.toContain('wrong-canary');
    } finally {
      await world.changeProject({ password: right });
    }
  });

  it('F12 a silent pg_dump is ended, and so is one that takes longer than a run may', async () => {
    world.config.stallSeconds = 0.3;
    expect((await backUpWith('"$REAL" "$@" | head -c 100000; exec sleep 60')).row.errorCode).toBe('STALLED');
    world.config.stallSeconds = 60;
    world.config.maxRunHours = 2 / 3_600;
    try {
      const { row, memory } = await backUpWith('"$REAL" "$@" | head -c 100000; exec sleep 60');
      expect(row).toMatchObject({ status: 'failed', errorCode: 'MAX_DURATION', attempt: 1 });
      nothingLeft(memory);
    } finally {
      world.config.maxRunHours = 1;
    }
  });

  it('F12 P-SCHED-14 a backup that takes longer than its schedule allows is ended too', async () => {
    const { row, memory } = await backUpWith('"$REAL" "$@" | head -c 100000; exec sleep 60', { maxRunSeconds: 2 });
    expect(row).toMatchObject({
      status: 'failed',
      errorCode: 'MAX_DURATION',
      errorNext: expect.stringMatching(/give its schedule a longer time-out\.$/) as string,
    });
    nothingLeft(memory);
  });

  describe('at a destination', () => {
    const into = async (...storages: Storage[]): Promise<Backup> =>
      world.backUp({ destinations: await Promise.all(storages.map((storage) => world.destination(storage))) });

    it('F27 a storage that silently keeps fewer bytes: failed, nothing stored', async () => {
      const lossy = memoryStorage({ losesBytes: 10 });
      const row = await into(lossy);
      expect(row).toMatchObject({ status: 'failed', errorCode: 'SIZE_MISMATCH' });
      expect(await world.copies(row.id)).toMatchObject([{ status: 'failed', errorCode: 'SIZE_MISMATCH' }]);
      nothingLeft(lossy);
    });

    it('F28 a storage that is full: failed, not tried again, nothing left', async () => {
      const full = memoryStorage({ capacity: 100_000 });
      const row = await into(full);
      expect(row).toMatchObject({ status: 'failed', errorCode: 'STORAGE_FULL', attempt: 1 });
      expect(row.errorNext).not.toBe('');
      nothingLeft(full);
    });

    it('P-BACKUP-RUN-3 one of two fails in the middle: the other is stored, the run succeeds, and the failure is told', async () => {
      const good = memoryStorage();
      const bad = memoryStorage();
      const row = await into(good, faultyStorage(bad, { failAt: 500_000 }));
      expect(row).toMatchObject({ status: 'succeeded', errorCode: null });
      const copies = await world.copies(row.id);
      expect(copies.map(({ status }) => status).sort()).toEqual(['failed', 'stored']);
      expect(copies.find(({ status }) => status === 'failed')).toMatchObject({ errorCode: 'STORAGE_UNREACHABLE' });
      expect(good.objects.size).toBe(1);
      nothingLeft(bad);
      expect(await world.logged(row.id, 'was unplugged')).toMatchObject({ level: 'error' });
    });

    it('P-BACKUP-RUN-3 one of two can not begin, or not be published: the other is stored all the same', async () => {
      const denied = new StorageError('auth', 'The key was refused.', 'Enter it again.');
      for (const bad of [{ calls: { create: denied } }, { failCommit: true }]) {
        const row = await into(memoryStorage(), faultyStorage(memoryStorage(), bad));
        expect(row.status).toBe('succeeded');
        expect((await world.copies(row.id)).map(({ status }) => status).sort()).toEqual(['failed', 'stored']);
      }
    });

    it('when all fail the first cause is the run’s, and a refused key is not tried again', async () => {
      const denied = new StorageError('auth', 'The key was refused.', 'Enter it again.');
      const row = await into(
        faultyStorage(memoryStorage(), { calls: { create: denied } }),
        faultyStorage(memoryStorage(), {
          failAt: 300_000,
          error: new StorageError('quota', 'It is full.', 'Make room.'),
        }),
      );
      expect(row).toMatchObject({
        status: 'failed',
        errorCode: 'STORAGE_AUTH_FAILED',
        errorText: 'The key was refused.',
        attempt: 1,
      });
      expect((await world.copies(row.id)).map(({ errorCode }) => errorCode).sort()).toEqual([
        'STORAGE_AUTH_FAILED',
        'STORAGE_FULL',
      ]);
    });

    it('what nobody foresaw is told without its text', async () => {
      const broken: Storage = {
        ...memoryStorage(),
        create: () => Promise.reject(new Error(`secret ${canary}`)),
        close: () => Promise.resolve(),
      };
      const row = await into(broken);
      expect(row).toMatchObject({ status: 'failed', errorCode: 'INTERNAL' });
      expect(JSON.stringify([row, await world.log(row.id)])).not.toContain('S3CRET');
    });
  });
});

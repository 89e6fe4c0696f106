import 'reflect-metadata';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakePgDump } from '@stowbase/dump/testing';
import type { Storage } from '@stowbase/storage';
import { faultyStorage, memoryStorage, type MemoryStorage } from '@stowbase/storage/testing';
import type { Backup } from '../backup.entity';
import { until } from '../testing/until';
import { runnerWorld, type RunnerWorld } from './testing/runner-world';

describe('P-BACKUP-RUN-4 a backup that is cancelled', () => {
  let world: RunnerWorld;
  let folder: string;
  beforeAll(async () => {
    world = await runnerWorld();
    folder = await mkdtemp(join(tmpdir(), 'stowbase-cancelled-'));
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Begins a backup into a folder and into memory. */
  async function begin(
    change: (memory: Storage) => Storage = (memory) => memory,
  ): Promise<{ run: Backup; memory: MemoryStorage }> {
    const memory = memoryStorage();
    const destinations = [await world.destination(await world.folder(folder)), await world.destination(change(memory))];
    return { run: await world.enqueue({ destinations }), memory };
  }

  async function leavesNothing({ run, memory }: { run: Backup; memory: MemoryStorage }): Promise<void> {
    expect(await world.transitions.requestCancel(run.id)).toBe('requested');
    const row = await world.ended(run.id);
    expect(row).toMatchObject({ status: 'cancelled', errorCode: 'CANCELLED', contents: null });
    for (const { status } of await world.copies(run.id)) expect(['failed', 'deleted']).toContain(status);
    expect([...memory.objects.keys()]).toEqual([]);
    await until(() => memory.openUploads.size === 0);
    const files = (await readdir(folder, { withFileTypes: true, recursive: true })).filter((entry) => entry.isFile());
    expect(files).toEqual([]);
    await until(async () => (await world.sessions()) === 0);
  }

  it('while it connects', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = world.source.settings;
    await world.changeProject({ port: (silent.address() as { port: number }).port });
    try {
      const begun = await begin();
      await Promise.all([once(silent, 'connection'), world.logged(begun.run.id, 'Connecting')]);
      await leavesNothing(begun);
    } finally {
      await world.changeProject({ port });
      silent.close();
    }
  });

  it('while the snapshot waits for a lock', async () => {
    const other = await world.source.server.connect('postgres', 'postgres');
    try {
      await other.query('BEGIN; LOCK TABLE public.ledger IN ACCESS EXCLUSIVE MODE');
      const begun = await begin();
      await until(async () => (await other.query('SELECT FROM pg_locks WHERE NOT granted')).rows.length > 0);
      await leavesNothing(begun);
    } finally {
      await other.end();
    }
  });

  it.each([
    ['the schema', '--schema-only', 'exec sleep 60'],
    ['rows', '--data-only', '"$REAL" "$@" | head -c 1000000; exec sleep 60'],
  ])('while pg_dump reads %s', async (_, argument, script) => {
    const tools = await fakePgDump(script, argument);
    world.config.clientDirs = [tools.dir];
    try {
      const begun = await begin();
      await until(async () => (await world.copies(begun.run.id)).some(({ uploadState }) => uploadState !== null));
      await leavesNothing(begun);
    } finally {
      world.config.clientDirs = [];
      await tools.remove();
    }
  });

  it('while a destination takes the last bytes', async () => {
    const begun = await begin((memory) => faultyStorage(memory, { hangAt: 0 }));
    await world.logged(begun.run.id, 'what comes after the rows');
    await leavesNothing(begun);
  });

  it('F08 not any more while it is published: the cancel is answered 409, and the backup is complete', async () => {
    const publish = Promise.withResolvers<void>();
    const begun = await begin((memory) => ({
      ...withMethods(memory),
      create: async (key, options) => {
        const upload = await memory.create(key, options);
        return {
          write: (chunk) => upload.write(chunk),
          abort: (cause) => upload.abort(cause),
          commit: async (expected) => {
            await publish.promise;
            return upload.commit(expected);
          },
        };
      },
    }));
    await until(async () => (await world.run(begun.run.id)).status === 'committing');
    await expect(world.transitions.requestCancel(begun.run.id)).rejects.toMatchObject({ code: 'BACKUP_FINISHING' });
    publish.resolve();
    expect(await world.ended(begun.run.id)).toMatchObject({ status: 'succeeded' });
    expect((await world.copies(begun.run.id)).map(({ status }) => status)).toEqual(['stored', 'stored']);
  });

  it('F44 that somebody else has taken writes nothing more and leaves no upload', async () => {
    const { run, memory } = await begin((inner) => faultyStorage(inner, { hangAt: 0 }));
    await world.logged(run.id, 'what comes after the rows');
    const { token } = await world.run(run.id);
    await world.transitions.interrupt(
      { backupId: run.id, token },
      { code: 'WORKER_LOST', text: 'Gone.', next: 'Wait.' },
    );
    await world.logged(run.id, 'attempt 2');
    await until(() => memory.openUploads.size <= 1);
    expect(await world.transitions.requestCancel(run.id)).toBe('requested');
    expect(await world.ended(run.id)).toMatchObject({ status: 'cancelled' });
    await until(() => memory.openUploads.size === 0);
  });
});

/** The methods of a class's instance as a plain object. */
const withMethods = (storage: Storage): Storage => ({
  create: (key, options) => storage.create(key, options),
  get: (key, options) => storage.get(key, options),
  stat: (key) => storage.stat(key),
  list: (prefix) => storage.list(prefix),
  delete: (key, options) => storage.delete(key, options),
  sweep: (key, state) => storage.sweep(key, state),
  close: () => storage.close(),
});

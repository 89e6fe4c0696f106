import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { openArchive, type ArchiveSummary } from '@stowbase/archive';
import type { OutputSink } from '@stowbase/dump';
import { bufferSource, buildSmallArchive } from '@stowbase/archive/testing';
import { drivers, StorageError, type Storage, type StoredObject, type Upload } from '@stowbase/storage';
import { faultyStorage, memoryStorage, type MemoryStorage, type StorageFaults } from '@stowbase/storage/testing';
import { UploadRecords } from '../../destinations/upload-records';
import { containing, matching } from '../../testing/matchers';
import { testShell, type TestShell } from '../../testing/test-shell';
import { Copies } from './copies';
import type { AnnouncedArchive } from './target';
import { DestinationTarget, type WantedKey } from './destination-target';

let bytes: Buffer;
let archive: AnnouncedArchive;
let summary: ArchiveSummary;
beforeAll(async () => {
  bytes = await buildSmallArchive();
  const { manifest } = await openArchive(bufferSource(bytes));
  archive = { backupId: manifest.backupId, fileName: 'shop.tar' };
  const fileSha256 = createHash('sha256').update(bytes).digest('hex');
  summary = { storedBytes: bytes.length, rawBytes: 1, members: 1, fileSha256, finishedAt: new Date(0) };
});

let world: TestShell;
beforeEach(async () => (world = await testShell()));
afterEach(() => world.dispose());

interface Place {
  readonly memory: MemoryStorage;
  readonly target: DestinationTarget;
}

/** A destination in memory that goes wrong as told. */
function place(
  name: string,
  faults: StorageFaults = {},
  change: Partial<Storage> = {},
  wanted: WantedKey = { folder: '' },
): Place {
  const memory = memoryStorage();
  const storage = { ...faultyStorage(memory, faults), ...change };
  const destination = { driver: drivers[0]!, storage, impatient: storage, fingerprint: name };
  return {
    memory,
    target: new DestinationTarget(name, destination, wanted, new UploadRecords(world.shell)),
  };
}

/** A whole backup into these places, as `stowbase backup` makes it. */
async function backUp(places: readonly Place[], pieces = 7) {
  const copies = new Copies(
    places.map(({ target }) => target),
    archive,
    world.shell,
  );
  try {
    await copies.prepare();
    const sink = await copies.open({ restart: 0, estimatedRawBytes: 1_000 });
    try {
      const step = Math.ceil(bytes.length / pieces);
      for (let at = 0; at < bytes.length; at += step) await sink.write(bytes.subarray(at, at + step));
    } catch (e) {
      await sink.abort?.(e);
      throw e;
    }
    return await copies.commit(summary);
  } finally {
    await copies.close();
  }
}

const failed = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (e: unknown) => e,
  );
const unreachable = new StorageError('unreachable', 'The storage is not there.', 'Look for it.');

/** What a storage needs to give back what lies in another one. */
const readingOf = (memory: MemoryStorage): Partial<Storage> => ({
  stat: (key) => memory.stat(key),
  get: (key, options) => memory.get(key, options),
  sweep: (key, state) => memory.sweep(key, state),
});

const fillUp = async (sink: OutputSink): Promise<void> => {
  for (;;) await sink.write(Buffer.alloc(1024 * 1024));
};

/** Nothing of it is at these places, and nothing is written down any more. */
async function nothingLeft(...places: Place[]): Promise<void> {
  for (const { memory } of places) {
    expect([...memory.objects.keys()]).toEqual([]);
    expect([...memory.openUploads]).toEqual([]);
  }
  expect(await world.written()).toBe(0);
}

describe('P-CLI-25 a backup to several places', () => {
  it('is stored at all of them, read back, and nothing stays written down', async () => {
    const places = [place('a'), place('b', {}, {}, { folder: 'nightly/' }), place('c', {}, {}, { key: 'x/today.tar' })];
    const reports = await backUp(places);
    expect(reports.map(({ status, file, sentBytes, error }) => ({ status, file, sentBytes, error }))).toEqual(
      ['shop.tar', 'nightly/shop.tar', 'x/today.tar'].map((key) => ({
        status: 'stored',
        file: `local_mapped:${key}`,
        sentBytes: bytes.length,
        error: null,
      })),
    );
    for (const { memory } of places) expect([...memory.objects.values()]).toEqual([bytes]);
    expect(await world.written()).toBe(0);
    expect(world.stderr.text).toBe('');
  });

  it.each<[string, StorageFaults]>([
    ['in the middle', { failAt: 5_000 }],
    ['at its first byte', { failAt: 0 }],
    ['when it begins', { calls: { create: unreachable } }],
    ['before the database is asked', { calls: { stat: unreachable } }],
    ['when it is published', { failCommit: true }],
    ['by an answer that is lost', { loseReply: true, calls: {} }],
  ])('one that fails %s fails alone, is said at once, and leaves nothing', async (_title, faults) => {
    const [good, bad, other] = [place('good'), place('bad', faults), place('other')];
    const [first, second, third] = await backUp([good, bad, other]);
    expect([first, third]).toMatchObject([{ status: 'stored' }, { status: 'stored' }]);
    expect(second).toMatchObject({
      place: 'bad',
      status: 'failed',
      file: null,
      error: { code: 'STORAGE_UNREACHABLE' },
    });
    expect([...good.memory.objects.values()]).toEqual([bytes]);
    expect(world.stderr.text).toMatch(/^bad takes no copy, the others go on: .*\[STORAGE_UNREACHABLE\]\n$/);
    // What a lost answer hides is there, whole: that driver could not know.
    if (faults.loseReply !== true) await nothingLeft(bad);
    expect(second!.sentBytes).toBeLessThanOrEqual(bytes.length);
  });

  it('one whose driver gives up waiting fails alone', async () => {
    const stalled = new StorageError('stalled', 'Nothing was taken for 120 seconds.', 'Check the connection.');
    const hanging = memoryStorage();
    const waits = Promise.withResolvers<(cause: unknown) => void>();
    const create: Storage['create'] = async (key, options) => {
      const upload = await hanging.create(key, options);
      return {
        write: () => new Promise((_resolve, reject) => waits.resolve(reject)),
        commit: (expected) => upload.commit(expected),
        abort: (cause) => upload.abort(cause),
      };
    };
    const slow = place('slow', {}, { create });
    const backup = backUp([slow, place('good')]);
    (await waits.promise)(stalled);
    expect(await backup).toMatchObject([
      { status: 'failed', error: { code: 'STORAGE_STALLED' } },
      { status: 'stored' },
    ]);
    expect([...hanging.openUploads]).toEqual([]);
  });

  it('that none takes has failed, with each and its reason; nothing is left', async () => {
    const places = [place('a', { failAt: 3_000 }), place('b', { calls: { create: unreachable } })];
    const e = await failed(backUp(places));
    expect(e).toMatchObject({ kind: 'output', code: 'NOT_STORED', message: 'None of the 2 places took the backup.' });
    expect((e as { detail: string }).detail.split('\n')).toEqual([
      matching(/^a: .*\[STORAGE_UNREACHABLE\]$/),
      'b: The storage is not there. Look for it. [STORAGE_UNREACHABLE]',
    ]);
    await nothingLeft(...places);
  });

  it('a single one fails with its own error', async () => {
    const full = new StorageError('quota', 'The storage is full.', 'Free some space.');
    const e = await failed(backUp([place('only', { failAt: 0, error: full })]));
    expect(e).toMatchObject({ kind: 'output', code: 'STORAGE_FULL', message: 'only: The storage is full.' });
    expect(world.stderr.text).toBe('');
  });

  it('a dump that begins anew is stored once, without what failed before', async () => {
    const [good, bad] = [place('good'), place('bad', { failAt: 2_000 })];
    const copies = new Copies([good.target, bad.target], archive, world.shell);
    const first = await copies.open({ restart: 0, estimatedRawBytes: null });
    await first.write(bytes.subarray(0, 4_000));
    await first.write(bytes.subarray(0, 4_000));
    await first.abort?.(new Error('the snapshot was lost'));
    const again = await copies.open({ restart: 1, estimatedRawBytes: null });
    await again.write(bytes);
    expect(await copies.commit(summary)).toMatchObject([{ status: 'stored' }, { status: 'failed' }]);
    await copies.close();
    expect([...good.memory.objects.values()]).toEqual([bytes]);
    expect([...good.memory.openUploads]).toEqual([]);
    await nothingLeft(bad);
  });

  it('a dump that begins anew while bytes wait is stored, too: what ended it is no failure of a place', async () => {
    let slow = true;
    const create: Storage['create'] = async (key, options) => {
      const upload = await near.memory.create(key, options);
      if (slow) upload.write = () => new Promise(() => undefined);
      return upload;
    };
    const near: Place = place('slow');
    const far = place('far', {}, { create, ...readingOf(near.memory) });
    const copies = new Copies([far.target, place('other').target], archive, world.shell);
    const first = await copies.open({ restart: 0, estimatedRawBytes: null });
    const writing = failed(fillUp(first));
    await new Promise((resolve) => setImmediate(resolve));
    await first.abort?.(new Error('the snapshot was lost'));
    expect(await writing).toBeInstanceOf(Error);
    slow = false;
    await (await copies.open({ restart: 1, estimatedRawBytes: null })).write(bytes);
    expect(await copies.commit(summary)).toMatchObject([{ status: 'stored' }, { status: 'stored' }]);
    await copies.close();
    expect(world.stderr.text).toBe('');
  });

  it('that is stopped leaves nothing', async () => {
    const places = [place('a'), place('b')];
    const copies = new Copies(
      places.map(({ target }) => target),
      archive,
      world.shell,
    );
    const sink = await copies.open({ restart: 0, estimatedRawBytes: null });
    await sink.write(bytes.subarray(0, 4_000));
    expect(await world.written()).toBe(2);
    world.stop.abort(new Error('stopped by SIGINT'));
    const e = await failed(sink.write(bytes.subarray(0, 4_000)));
    await sink.abort?.(e);
    await copies.close();
    await nothingLeft(...places);
  });

  it('that is stopped while bytes wait leaves nothing, and once all are taken it is stored', async () => {
    const slow = memoryStorage();
    const create: Storage['create'] = async (key, options) => {
      const upload = await slow.create(key, options);
      return {
        write: () => new Promise(() => undefined),
        commit: (expected) => upload.commit(expected),
        abort: (cause) => upload.abort(cause),
      };
    };
    const begin = async (places: readonly Place[]): Promise<Copies> => {
      const copies = new Copies(
        places.map(({ target }) => target),
        archive,
        world.shell,
      );
      await (await copies.open({ restart: 0, estimatedRawBytes: null })).write(bytes);
      return copies;
    };
    const good = place('good');
    const stored = await begin([good]);
    const waiting = [place('slow', {}, { create, sweep: () => Promise.resolve() }), place('b')];
    const stopped = await begin(waiting);
    const stop = (): void => void setImmediate(() => world.stop.abort(new Error('stopped by SIGINT')));
    const [committed, refused] = await Promise.all([stored.commit(summary, stop), failed(stopped.commit(summary))]);
    expect(committed).toMatchObject([{ status: 'stored' }]);
    expect(refused).toMatchObject({ message: 'stopped by SIGINT' });
    await stored.close();
    await stopped.close();
    expect([...good.memory.objects.values()]).toEqual([bytes]);
    await nothingLeft(waiting[1]!);
    expect([...slow.objects.keys(), ...slow.openUploads]).toEqual([]);
  });

  it('knows how far each one is', async () => {
    const copies = new Copies(
      [place('a').target, place('b', { calls: { create: unreachable } }).target],
      archive,
      world.shell,
    );
    const sink = await copies.open({ restart: 0, estimatedRawBytes: null });
    await sink.write(bytes.subarray(0, 4_000));
    await new Promise((resolve) => setImmediate(resolve));
    expect(copies.progress).toEqual([
      { place: 'a', status: 'uploading', sentBytes: 4_000 },
      { place: 'b', status: 'failed', sentBytes: 0 },
    ]);
    await sink.abort?.(new Error('enough'));
    await copies.close();
  });
});

describe('P-CLI-26 a copy is read back before it counts', () => {
  it('one that gives back something else fails, and is removed', async () => {
    const swapped = Buffer.from(bytes);
    swapped.fill(7, bytes.length - 1_700, bytes.length - 1_600);
    const bad = place('bad');
    const storage = bad.memory;
    const lying = place(
      'lying',
      {},
      {
        ...{ create: (key, options) => storage.create(key, options), stat: (key) => storage.stat(key) },
        ...{ delete: (key) => storage.delete(key), sweep: (key, state) => storage.sweep(key, state) },
        get: async (key, { range } = {}) => {
          await storage.stat(key);
          return Readable.from([swapped.subarray(range?.start, range?.end)], { objectMode: false });
        },
      },
    );
    const [, report] = await backUp([place('good'), lying]);
    expect(report).toMatchObject({ status: 'failed', file: null, error: { code: 'COPY_DAMAGED' } });
    expect([...storage.objects.keys()]).toEqual([]);
  });

  it('one that lost bytes on the way never was stored', async () => {
    const losing = memoryStorage({ losesBytes: 512 });
    const bad = place(
      'bad',
      {},
      {
        ...{ create: (key, options) => losing.create(key, options), sweep: (key, state) => losing.sweep(key, state) },
      },
    );
    const [, report] = await backUp([place('good'), bad]);
    expect(report).toMatchObject({ status: 'failed', error: { code: 'SIZE_MISMATCH' } });
    expect([...losing.objects.keys()]).toEqual([]);
  });

  it('where somebody else put a whole backup of their own meanwhile, that one stays', async () => {
    const theirs = await buildSmallArchive({ identity: { backupId: '11111111-2222-4333-8444-555555555555' } });
    const { memory } = place('taken');
    const commit = async (): Promise<StoredObject> => {
      const upload = await memory.create('shop.tar', { signal: world.shell.signal });
      await upload.write(theirs);
      return upload.commit({ size: theirs.length, sha256: createHash('sha256').update(theirs).digest('hex') });
    };
    const create = (): Promise<Upload> =>
      Promise.resolve({ write: () => Promise.resolve(), commit, abort: () => Promise.resolve() });
    const taken: Partial<Storage> = {
      create,
      stat: (key) => memory.stat(key),
      get: (key, options) => memory.get(key, options),
      delete: (key) => memory.delete(key),
    };
    const [, report] = await backUp([place('good'), place('taken', {}, taken)]);
    expect(report).toMatchObject({ status: 'failed', file: null });
    expect([...memory.objects.values()]).toEqual([theirs]);
  });

  it.each(['at all', 'any more when it comes to its manifest'])(
    'one that can not be read %s is not counted, but left: it may be good',
    async (when) => {
      const memory = memoryStorage();
      let reads = 0;
      // END and its own first block come first.
      const get: Storage['get'] = (key, options) =>
        when === 'at all' || ++reads > 2 ? Promise.reject(unreachable) : memory.get(key, options);
      const unread = {
        ...place(
          'unread',
          {},
          {
            ...readingOf(memory),
            create: (key, options) => memory.create(key, options),
            delete: (key) => memory.delete(key),
            get,
          },
        ),
        memory,
      };
      const [, report] = await backUp([place('good'), unread]);
      expect(report).toMatchObject({
        status: 'failed',
        error: { code: 'COPY_NOT_PROVEN', nextStep: containing('stowbase verify local_mapped:shop.tar') },
      });
      expect([...unread.memory.objects.keys()]).toEqual(['shop.tar']);
    },
  );
});

describe('P-CLI-27 what an upload leaves', () => {
  it('is written down before the first byte, and says how to get rid of it where that fails now', async () => {
    const bad = place('bad', { failAt: 2_000, calls: { sweep: unreachable } });
    const [, report] = await backUp([place('good'), bad]);
    expect(report!.error!.nextStep).toContain('stowbase destinations sweep local_mapped:');
    expect(await world.written()).toBe(1);
  });

  it('a taken key is refused before anything is done', async () => {
    const taken = place('taken', {}, {}, { key: 'today.tar' });
    const upload = await taken.memory.create('today.tar', { signal: world.shell.signal });
    await upload.commit({ size: 0, sha256: createHash('sha256').digest('hex') });
    const e = await failed(backUp([place('good'), taken]));
    expect(e).toMatchObject({ kind: 'wrong-use', code: 'OUTPUT_EXISTS' });
    expect([...taken.memory.objects.values()]).toEqual([Buffer.alloc(0)]);
  });

  it('whoever may only write is not asked to look first', async () => {
    const denied = new StorageError('forbidden', 'It may not be looked at.', 'Allow it.');
    const writer = place('writer', { calls: { stat: [denied] } });
    expect(await backUp([writer])).toMatchObject([{ status: 'stored' }]);
  });
});

import { ArchiveError, openArchive } from '@stowbase/archive';
import { buildSmallArchive } from '@stowbase/archive/testing';
import { putBuffer, StorageError, type GetOptions, type Storage } from '@stowbase/storage';
import { faultyStorage, memoryStorage, type StorageFaults } from '@stowbase/storage/testing';
import { Readable } from 'node:stream';
import { StorageSource } from './storage-source';

const never = new AbortController().signal;
const bodyOf = (bytes: number): Buffer =>
  Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 7 + (i >> 8)) % 251));

interface World {
  readonly source: StorageSource;
  readonly storage: Storage;
  /** Every range that was asked for. */
  readonly asked: GetOptions[];
}

/** An object of a storage, with notes of what is asked of it; `bend` changes what it gives. */
async function world(
  body: Buffer,
  faults: StorageFaults = {},
  bend: (body: Readable, call: number) => Readable = (one) => one,
): Promise<World> {
  const memory = memoryStorage();
  await putBuffer(memory, 'a.tar', body);
  const inner = faultyStorage(memory, faults);
  const asked: GetOptions[] = [];
  const storage: Storage = {
    ...memory,
    stat: (key) => inner.stat(key),
    get: async (key, options = {}) => {
      asked.push(options);
      return bend(await inner.get(key, options), asked.length);
    },
  };
  return { source: new StorageSource(storage, 'a.tar', never), storage: memory, asked };
}

/** Breaks after its first bytes. */
const cut = (body: Readable): Readable =>
  Readable.from(
    (async function* () {
      for await (const chunk of body) {
        yield (chunk as Buffer).subarray(0, 3);
        throw new StorageError('unreachable', 'The connection broke.', 'Wait.');
      }
    })(),
  );

describe('P-CLI-23 an archive at a destination', () => {
  it('is read by ranges of the one object that was there at first', async () => {
    const body = bodyOf(1_000);
    const { source, asked } = await world(body);
    expect(await source.size()).toBe(1_000);
    expect(await source.read(900, 1_000)).toEqual(body.subarray(900));
    expect(await source.read(0, 10)).toEqual(body.subarray(0, 10));
    expect(await source.read(7, 7)).toEqual(Buffer.alloc(0));
    expect(asked.map(({ range }) => range)).toEqual([
      { start: 900, end: 1_000 },
      { start: 0, end: 10 },
    ]);
    expect(asked.every(({ ifMatch }) => typeof ifMatch === 'string')).toBe(true);
  });

  it('who reads on has one request for all that follows, over gaps and by turns of several readers', async () => {
    const body = bodyOf(200_000);
    const { source, asked } = await world(body);
    const readers = [0, 100_000];
    for (let piece = 0; piece < 20; piece += 1) {
      for (const [which, at] of readers.entries()) {
        expect(await source.read(at, at + 3_000)).toEqual(body.subarray(at, at + 3_000));
        readers[which] = at + 3_000 + (piece % 3) * 512;
      }
    }
    // A first look each, then one that goes on to the end.
    expect(asked.map(({ range }) => range?.end)).toEqual([3_000, 103_000, 200_000, 200_000]);
    await source.close();
  });

  it('a whole archive is verified over it, level 2, in a handful of requests', async () => {
    const bytes = await buildSmallArchive();
    const { source, asked } = await world(bytes);
    const archive = await openArchive(source);
    expect((await archive.verify(2)).ok).toBe(true);
    for (const { name } of archive.members)
      for await (const chunk of archive.readMember(name)) expect(chunk).toBeDefined();
    expect(asked.length).toBeLessThan(12);
  });

  it('a connection that breaks is opened again where it was', async () => {
    const body = bodyOf(5_000);
    const { source, asked } = await world(body, {}, (one, call) => (call < 3 ? cut(one) : one));
    expect(await source.read(0, 5_000)).toEqual(body);
    expect(asked).toHaveLength(3);
  });

  it('one that breaks for ever is told with the words of the destination, and not as damage', async () => {
    const { source } = await world(bodyOf(100), {}, cut);
    await expect(source.read(0, 100)).rejects.toMatchObject({
      kind: 'unreadable-source',
      message: 'The connection broke.',
      nextStep: 'Wait.',
    });
  });

  it('what will not pass by itself is not tried again', async () => {
    const denied = new StorageError('forbidden', 'It may not be read.', 'Allow it.');
    const { source, asked } = await world(bodyOf(100), { calls: { get: denied } });
    await expect(source.read(0, 100)).rejects.toBeInstanceOf(ArchiveError);
    expect(asked).toHaveLength(1);
  });

  it('an object that was replaced meanwhile is never mixed with the first one', async () => {
    const { source, storage } = await world(bodyOf(100));
    await source.read(0, 10);
    await storage.delete('a.tar');
    await putBuffer(storage, 'a.tar', bodyOf(100));
    await expect(source.read(20, 30)).rejects.toMatchObject({ kind: 'unreadable-source' });
  });

  it('what is missing is said as that', async () => {
    const source = new StorageSource(memoryStorage(), 'a.tar', never);
    await expect(openArchive(source)).rejects.toMatchObject({ kind: 'not-found', code: 'STORAGE_NOT_FOUND' });
  });

  it('its signal ends it', async () => {
    const stop = new AbortController();
    const memory = memoryStorage();
    await putBuffer(memory, 'a.tar', bodyOf(10));
    const cause = new Error('enough');
    stop.abort(cause);
    await expect(new StorageSource(memory, 'a.tar', stop.signal).read(0, 10)).rejects.toBe(cause);
  });
});

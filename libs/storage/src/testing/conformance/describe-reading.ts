import { putBuffer } from '../../put-buffer';
import { StorageError } from '../../storage-error';
import { bodyOf, never, readAll, rejection } from './content';
import { storageRules as rules } from './rules';
import type { StorageUnderTest } from './under-test';

const key = 'project/backup.tar';
const badKeys = [
  '',
  '/absolute',
  '../up',
  'a/../b',
  'a/./b',
  'a//b',
  'a/',
  'back\\slash',
  'nul\0',
  'line\nbreak',
  'x'.repeat(201),
];
const tooLong = Array.from({ length: 10 }, () => 'x'.repeat(100)).join('/');

export function describeReading(fresh: () => Promise<StorageUnderTest>): void {
  it.each([
    ['the first byte', 0, 1],
    ['the last byte', 299_999, 300_000],
    ['over inner borders', 65_000, 263_000],
    ['all', 0, 300_000],
    ['nothing', 7, 7],
  ])(`${rules.range} (%s)`, async (_title, start, end) => {
    const { storage } = await fresh();
    const body = bodyOf(300_000);
    const { etag } = await putBuffer(storage, key, body);
    const read = await readAll(
      await storage.get(key, { range: { start, end }, ...(etag === undefined ? {} : { ifMatch: etag }) }),
    );
    expect(read.equals(body.subarray(start, end))).toBe(true);
  });

  it(`${rules.range} (more than there is)`, async () => {
    const { storage } = await fresh();
    await putBuffer(storage, key, bodyOf(100));
    const get = async (start: number, end: number): Promise<Buffer> =>
      readAll(await storage.get(key, { range: { start, end } }));
    expect(await rejection(get(0, 101))).toMatchObject({ kind: 'size-mismatch' });
    expect(await rejection(get(100, 101))).toMatchObject({ kind: 'size-mismatch' });
    expect(await rejection(get(9, 3))).toBeInstanceOf(StorageError);
    expect(await rejection(get(-1, 3))).toBeInstanceOf(StorageError);
  });

  it(`${rules.range} (another object than expected)`, async () => {
    const { storage } = await fresh();
    await putBuffer(storage, key, bodyOf(100));
    const get = async (): Promise<Buffer> => readAll(await storage.get(key, { ifMatch: '"another"' }));
    expect(await rejection(get())).toMatchObject({ kind: 'damaged' });
  });

  it(`${rules.missing} ${rules.errors}`, async () => {
    const { storage } = await fresh();
    await putBuffer(storage, 'project/there.tar', bodyOf(10));
    for (const missing of [key, 'nowhere/at/all', 'project']) {
      const refused = await rejection(storage.stat(missing));
      expect(refused).toBeInstanceOf(StorageError);
      expect(refused).toMatchObject({ kind: 'not-found', code: 'STORAGE_NOT_FOUND', retriable: false });
      expect((refused as StorageError).message).toMatch(/^[A-Z"].*\.$/);
      expect((refused as StorageError).nextStep).toMatch(/^[A-Z].*\.$/);
      expect(await rejection(storage.get(missing))).toMatchObject({ kind: 'not-found' });
    }
  });

  it(rules.delete, async () => {
    const { storage } = await fresh();
    await putBuffer(storage, key, bodyOf(10));
    await storage.delete(key);
    await storage.delete(key);
    await storage.delete('never/was/there');
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
    await putBuffer(storage, key, bodyOf(11));
    expect((await storage.stat(key)).size).toBe(11);
  });

  it.each([...badKeys, tooLong])(`${rules.badKey} (%j)`, async (bad) => {
    const { storage, leftovers } = await fresh();
    const invalid = { kind: 'invalid-config' };
    expect(await rejection(storage.create(bad, { signal: never() }))).toMatchObject(invalid);
    expect(await rejection(storage.get(bad))).toMatchObject(invalid);
    expect(await rejection(storage.stat(bad))).toMatchObject(invalid);
    expect(await rejection(storage.delete(bad))).toMatchObject(invalid);
    expect(await leftovers()).toEqual([]);
  });

  it('a reader that stops early, or is cancelled, frees what it held', async () => {
    const { storage } = await fresh();
    await putBuffer(storage, key, bodyOf(1_000_000));
    (await storage.get(key)).destroy();
    const reading = new AbortController();
    const stream = await storage.get(key, { signal: reading.signal });
    const cause = new Error('the browser went away');
    reading.abort(cause);
    expect(await rejection(readAll(stream))).toBe(cause);
    await storage.delete(key);
  });
}

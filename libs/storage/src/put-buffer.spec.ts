import { putBuffer } from './put-buffer';
import { maxChunkBytes } from './storage';
import { faultyStorage, memoryStorage } from './testing';
import { bodyOf, rejection } from './testing/conformance/content';

describe('putBuffer', () => {
  it('stores a buffer of any size whole', async () => {
    const storage = memoryStorage();
    const body = bodyOf(2 * maxChunkBytes + 3);
    expect(await putBuffer(storage, 'a', body)).toMatchObject({ key: 'a', size: body.length });
    expect(storage.objects.get('a')?.equals(body)).toBe(true);
    expect((await putBuffer(storage, 'empty', Buffer.alloc(0))).size).toBe(0);
  });

  it.each([
    ['the write', { failAt: 0 }],
    ['the commit', { failCommit: true }],
  ])('leaves nothing when %s fails, and gives the cause', async (_title, faults) => {
    const storage = memoryStorage();
    const refused = await rejection(putBuffer(faultyStorage(storage, faults), 'a', bodyOf(10)));
    expect(refused).toMatchObject({ kind: 'unreachable' });
    expect([storage.objects.size, storage.openUploads.size]).toEqual([0, 0]);
  });

  it('ends with the signal of its run', async () => {
    const storage = memoryStorage();
    const run = new AbortController();
    const putting = putBuffer(faultyStorage(storage, { hangAt: 0 }), 'a', bodyOf(10), { signal: run.signal });
    const refused = rejection(putting);
    run.abort();
    expect(await refused).toMatchObject({ kind: 'cancelled' });
    expect([storage.objects.size, storage.openUploads.size]).toEqual([0, 0]);
  });
});

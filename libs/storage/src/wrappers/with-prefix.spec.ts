import { describeStorage, memoryStorage } from '../testing';
import { bodyOf, rejection } from '../testing/conformance/content';
import { putBuffer } from '../put-buffer';
import { withPrefix } from './with-prefix';

describeStorage(
  'memory below a prefix',
  async () => {
    const memory = memoryStorage();
    await putBuffer(memory, 'team-ab/neighbour.tar', bodyOf(1));
    return {
      storage: withPrefix(memory, 'team-a/2026'),
      leftovers: () => Promise.resolve([...memory.openUploads]),
      dispose: () => memory.close(),
    };
  },
  { partBytes: 64 * 1024, manyKeys: 120 },
);

describe('H16 a prefix', () => {
  it('keeps what is stored below its folder, and hides what is beside it', async () => {
    const memory = memoryStorage();
    await putBuffer(memory, 'team-ab/neighbour.tar', bodyOf(1));
    const storage = withPrefix(memory, 'team-a/');
    await putBuffer(storage, 'backup.tar', bodyOf(1));
    expect([...memory.objects.keys()]).toEqual(['team-ab/neighbour.tar', 'team-a/backup.tar']);
    const listed: string[] = [];
    for await (const { key } of storage.list('')) listed.push(key);
    expect(listed).toEqual(['backup.tar']);
    expect(await rejection(storage.stat('../team-ab/neighbour.tar'))).toMatchObject({ kind: 'invalid-config' });
  });

  it('counts for the length of a key', async () => {
    const storage = withPrefix(memoryStorage(), 'p'.repeat(200));
    const key = Array.from({ length: 8 }, () => 'k'.repeat(99)).join('/');
    expect(await rejection(putBuffer(storage, key, bodyOf(1)))).toMatchObject({ kind: 'invalid-config' });
    expect(withPrefix(storage, '')).toBe(storage);
  });
});

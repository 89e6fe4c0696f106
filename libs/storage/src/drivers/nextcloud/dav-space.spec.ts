import { putBuffer } from '../../put-buffer';
import { bodyOf, never, rejection } from '../../testing/conformance/content';
import { nextcloudUnderTest, type NextcloudUnderTest } from './testing/nextcloud-under-test';
import { partBytes } from './testing/test-storage';

const key = 'project/backup.tar';

describe('what Nextcloud tells about itself', () => {
  let at: NextcloudUnderTest;
  beforeEach(async () => {
    at = await nextcloudUnderTest();
  });
  afterEach(() => at.dispose());

  it.each([
    [100_000, 99_990],
    [-1, null],
    [-2, null],
    [-3, null],
  ])('its quota (%i: "not computed", "unknown" and "unlimited" are negative)', async (quota, free) => {
    await putBuffer(at.storage, key, bodyOf(10));
    at.double.account.quota = quota;
    expect(await at.storage.usage?.()).toEqual({ used: 10, free });
  });

  it('its quota before the folder was made', async () => {
    at.double.account.quota = 4_096;
    expect(await at.storage.usage?.()).toEqual({ used: 0, free: 4_096 });
  });

  it('F28 what can not fit by its estimate is refused before the first byte', async () => {
    at.double.account.quota = 4 * partBytes;
    const create = (sizeHint: number): Promise<unknown> => at.storage.create(key, { signal: never(), sizeHint });
    expect(await rejection(create(4 * partBytes + 1))).toMatchObject({ kind: 'quota', code: 'STORAGE_FULL' });
    expect(at.double.calls.filter((call) => !call.endsWith('PROPFIND'))).toEqual(['capabilities', 'user']);
    await create(4 * partBytes);
  });

  it('its clock, that nothing is encrypted, and that a delete moves files to a trash bin', async () => {
    expect(await at.storage.facts?.()).toMatchObject({ tls: 'none', clockSkewMs: null, versioning: null });
    await at.storage.usage?.();
    const facts = await at.storage.facts?.();
    expect(facts).toMatchObject({ tls: 'none', versioning: true, locking: false });
    expect(Math.abs(facts?.clockSkewMs ?? Infinity)).toBeLessThan(60_000);
  });
});

describe('folders', () => {
  let at: NextcloudUnderTest;
  beforeEach(async () => {
    at = await nextcloudUnderTest();
  });
  afterEach(() => at.dispose());

  it('P-DAV-6 a key that is the name of a folder deletes nothing of what lies in it', async () => {
    await putBuffer(at.storage, key, bodyOf(10));
    await at.storage.delete('project');
    expect(at.keys).toEqual([key]);
    expect(await rejection(at.storage.stat('project'))).toMatchObject({ kind: 'not-found' });
  });

  it('one that somebody removed is made again with the next upload', async () => {
    await putBuffer(at.storage, key, bodyOf(10));
    at.double.account.tree.remove('Backups');
    await putBuffer(at.storage, key, bodyOf(11));
    expect((await at.storage.stat(key)).size).toBe(11);
  });

  it('two uploads that make the same folders at the same time both find them', async () => {
    await Promise.all(['a/b/1', 'a/b/2', 'a/c/3'].map((one) => putBuffer(at.storage, one, bodyOf(10))));
    expect(at.keys).toEqual(['a/b/1', 'a/b/2', 'a/c/3']);
  });

  it('a temporary name is nobody’s key', async () => {
    const temp = `project/.stowbase-${'0'.repeat(32)}.partial`;
    expect(await rejection(at.storage.create(temp, { signal: never() }))).toMatchObject({ kind: 'invalid-config' });
  });
});

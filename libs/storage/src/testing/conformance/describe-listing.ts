import { putBuffer } from '../../put-buffer';
import type { Storage, StoredObject } from '../../storage';
import { bodyOf, readAll } from './content';
import { storageRules as rules } from './rules';
import type { StorageAbilities, StorageUnderTest } from './under-test';

const oddNames = [
  'with space/a b.tar',
  'plus+plus.tar',
  'hash#1.tar',
  'per%20cent.tar',
  '%2e%2e/dots.tar',
  'ümläut/größe.tar',
  'emoji 🐘.tar',
  '日本語.tar',
  'quote\'"quote.tar',
  'and&more?yes=1;no.tar',
  '[brackets]{braces}~$!.tar',
  '.hidden',
  '-dash',
  `${'x'.repeat(200)}/${'y'.repeat(200)}`,
];

export function describeListing(
  fresh: () => Promise<StorageUnderTest>,
  { manyKeys = 1_200, hidesDotFiles = false }: StorageAbilities,
): void {
  it(`${rules.list} (${manyKeys} keys)`, async () => {
    const { storage, fill } = await fresh();
    const keys = Array.from({ length: manyKeys }, (_, which) => `many/${String(which).padStart(5, '0')}.tar`);
    for (let start = 0; start < keys.length; start += 50) {
      const next = keys.slice(start, start + 50);
      await (fill?.(next) ?? Promise.all(next.map((key) => putBuffer(storage, key, Buffer.from(key)))));
    }
    const listed = await listOf(storage, 'many/');
    expect(listed.map(({ key }) => key).sort()).toEqual(keys);
    expect(listed.every(({ key, size }) => size === key.length)).toBe(true);
  }, 120_000);

  it(`${rules.list} (a prefix is text, not a folder)`, async () => {
    const { storage } = await fresh();
    for (const key of ['a/1', 'a/10', 'a/2/3', 'ab/1', 'b']) await putBuffer(storage, key, bodyOf(1));
    const keysOf = async (prefix: string): Promise<string[]> =>
      (await listOf(storage, prefix)).map(({ key }) => key).sort();
    expect(await keysOf('')).toEqual(['a/1', 'a/10', 'a/2/3', 'ab/1', 'b']);
    expect(await keysOf('a')).toEqual(['a/1', 'a/10', 'a/2/3', 'ab/1']);
    expect(await keysOf('a/')).toEqual(['a/1', 'a/10', 'a/2/3']);
    expect(await keysOf('a/1')).toEqual(['a/1', 'a/10']);
    expect(await keysOf('a/2/')).toEqual(['a/2/3']);
    expect(await keysOf('nothing/here')).toEqual([]);
  });

  it(`${rules.list} (as stat says it)`, async () => {
    const { storage } = await fresh();
    await putBuffer(storage, 'project/backup.tar', bodyOf(1_234));
    expect(await listOf(storage, 'project/')).toEqual([await storage.stat('project/backup.tar')]);
  });

  it(rules.oddNames, async () => {
    const { storage } = await fresh();
    for (const key of oddNames) expect((await putBuffer(storage, key, Buffer.from(key))).key).toBe(key);
    const listed = oddNames.filter((key) => !hidesDotFiles || !key.startsWith('.'));
    expect((await listOf(storage, '')).map(({ key }) => key).sort()).toEqual(listed.sort());
    for (const key of oddNames) {
      expect((await storage.stat(key)).key).toBe(key);
      expect((await readAll(await storage.get(key))).toString()).toBe(key);
      await storage.delete(key);
    }
    expect(await listOf(storage, '')).toEqual([]);
  });
}

async function listOf(storage: Storage, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of storage.list(prefix)) objects.push(object);
  return objects;
}

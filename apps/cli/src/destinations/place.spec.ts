import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderOf, keyOf, parseDestination, parsePlace } from './place';

const destination = (text: string) => {
  const place = parsePlace(text);
  if (place.is !== 'destination') throw new Error(`${text} is a path`);
  return place;
};

describe('P-CLI-22 a word that names a place', () => {
  it.each([
    'today.tar',
    './local_mapped:today.tar',
    '/backups/local_mapped:x',
    'C:\\backups\\today.tar',
    'c:/backups',
    'LOCAL_MAPPED:x',
    'a b:c',
    '-',
    '.',
    ':x',
  ])('%s is a path', (text) => {
    expect(parsePlace(text)).toEqual({ is: 'path', path: text });
  });

  it.each([
    ['local_mapped:', ''],
    ['local_mapped:x.tar', 'x.tar'],
    ['local_mapped:team-a/2026/x.tar', 'team-a/2026/x.tar'],
    ['local_mapped:a:b', 'a:b'],
  ])('%s is at a destination', (text, rest) => {
    expect(parsePlace(text)).toMatchObject({ is: 'destination', driver: { type: 'local_mapped' }, rest });
  });

  it('a destination that there is none of is wrong use, unless a file has that name', () => {
    expect(() => parsePlace('dropbox:x.tar')).toThrow(/There is no destination dropbox:; there is local_mapped:/);
    const folder = mkdtempSync(join(tmpdir(), 'stowbase-place-'));
    const before = process.cwd();
    process.chdir(folder);
    try {
      writeFileSync('dropbox:x.tar', '');
      expect(parsePlace('dropbox:x.tar')).toEqual({ is: 'path', path: 'dropbox:x.tar' });
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });

  it('a download to the browser is none that a command can use', () => {
    expect(() => parsePlace('browser_download:x.tar')).toThrow(/download in the web app/);
  });

  it('where only a destination can be meant its type is enough, and a path is wrong use', () => {
    expect(parseDestination('local_mapped')).toMatchObject({ is: 'destination', rest: '' });
    expect(parseDestination('local_mapped:a/')).toMatchObject({ is: 'destination', rest: 'a/' });
    expect(() => parseDestination('./x')).toThrow(/no destination/);
  });

  it('a key is taken as it is, or refused before any request', () => {
    expect(keyOf(destination('local_mapped:a/b c.tar'))).toBe('a/b c.tar');
    expect(() => keyOf(destination('local_mapped:'))).toThrow(/names no archive/);
    for (const bad of ['a//b', '../x', '/x', 'a/', 'a\\b', 'a\nb']) {
      expect(() => keyOf(destination(`local_mapped:${bad}`))).toThrow(
        expect.objectContaining({ kind: 'wrong-use', code: 'KEY_INVALID' }) as Error,
      );
    }
    expect(() => keyOf(destination('local_mapped://bucket/x.tar'))).toThrow(
      expect.objectContaining({ nextStep: expect.stringContaining('LOCAL_STORAGE_…') as string }) as Error,
    );
  });

  it('a folder of keys ends with a slash', () => {
    expect(folderOf(destination('local_mapped:'))).toBe('');
    expect(folderOf(destination('local_mapped:a'))).toBe('a/');
    expect(folderOf(destination('local_mapped:a/b/'))).toBe('a/b/');
    expect(() => folderOf(destination('local_mapped:../a/'))).toThrow(/part "\.\."/);
  });
});

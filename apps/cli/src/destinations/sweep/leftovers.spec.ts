import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { drivers, type Storage, type UnfinishedUpload } from '@stowbase/storage';
import { memoryStorage } from '@stowbase/storage/testing';
import { testShell, type TestShell } from '../../testing/test-shell';
import type { Destination } from '../open-destination';
import type { UploadOwner } from '../upload-record';
import { UploadRecords } from '../upload-records';
import { findLeftovers } from './leftovers';

const day = 24 * 60 * 60 * 1000;
const now = Date.parse('2026-08-20T00:00:00Z');
const ago = (days: number): Date => new Date(now - days * day);
/** Higher than any process number (proc(5): at most 4,194,304). */
const gone = { host: hostname(), pid: 5_000_000, started: null };
const archive = 'nightly/shop_20260801T021500Z_0011223344556677-1.tar';

let world: TestShell;
let records: UploadRecords;
beforeEach(async () => {
  world = await testShell();
  records = new UploadRecords(world.shell);
});
afterEach(() => world.dispose());

function destination(unfinished: readonly UnfinishedUpload[] | null = null, fingerprint = 'mine'): Destination {
  const list = (): AsyncIterable<UnfinishedUpload> =>
    (async function* () {
      for (const one of unfinished ?? []) yield await Promise.resolve(one);
    })();
  const memory: Storage = memoryStorage();
  const storage = unfinished === null ? memory : Object.assign(memory, { unfinished: list });
  return { driver: drivers[0]!, storage, impatient: storage, fingerprint };
}

/** A record as another process has left it. */
async function left(owner: UploadOwner, begunAt: Date, uploadId: string, fingerprint = 'mine'): Promise<void> {
  const folder = join(world.shell.env.stateDir, 'uploads');
  await mkdir(folder, { recursive: true });
  const record = { fingerprint, type: 'local_mapped', key: archive, state: { uploadId }, begunAt, owner };
  await writeFile(join(folder, `${uploadId}.json`), JSON.stringify(record));
}

const seen = async (old: boolean, at: Destination = destination()): Promise<string[]> =>
  (await findLeftovers(at, records, old, now)).map(({ state, is }) => `${Object.values(state).join(' ')} ${is}`);

describe('P-CLI-36 what a sweep may touch', () => {
  it('is what is written down about a process that is gone; not what one does that lives', async () => {
    await left(gone, ago(2), 'killed');
    await left({ ...gone, pid: process.pid, started: 'before this one' }, ago(1), 'number-used-again');
    await records.keep(destination(), archive, { uploadId: 'under-way' });
    expect(await seen(false)).toEqual(['killed dead', 'number-used-again dead', 'under-way running']);
  });

  it('is of this destination, not of another one with other settings', async () => {
    await left(gone, ago(2), 'theirs', 'another');
    expect(await seen(true)).toEqual([]);
  });

  it('of another machine, where nobody can look, only when it is old and asked for', async () => {
    await left({ ...gone, host: 'another' }, ago(6), 'young');
    await left({ ...gone, host: 'another' }, ago(8), 'old');
    expect(await seen(false)).toEqual(['old elsewhere', 'young elsewhere']);
    expect(await seen(true)).toEqual(['old dead', 'young elsewhere']);
  });

  it('without a record only by its name, old, and when asked for', async () => {
    await left(gone, ago(9), 'written');
    const at = destination([
      { key: archive, state: { uploadId: 'old' }, begun: ago(8) },
      { key: archive, state: { uploadId: 'young' }, begun: ago(6) },
      { key: 'a/film.mp4', state: { uploadId: 'not-ours' }, begun: ago(100) },
      { key: 'today.tar', state: { uploadId: 'whose' }, begun: ago(100) },
      { key: 'stowbase-probe-0011223344556677-abort', state: { uploadId: 'a-test' }, begun: ago(8) },
      { key: 'a/unfinished', state: { tempName: '.stowbase-0011223344556677.partial' }, begun: ago(8) },
      { key: archive, state: { uploadId: 'written' }, begun: ago(9) },
    ]);
    expect(await seen(false, at)).toEqual(['written dead']);
    expect(await seen(true, at)).toEqual([
      'written dead',
      'old dead',
      'a-test dead',
      '.stowbase-0011223344556677.partial dead',
    ]);
  });

  it('a record that is cut off or not one is passed over', async () => {
    await left(gone, ago(2), 'good');
    const folder = join(world.shell.env.stateDir, 'uploads');
    for (const [name, text] of [
      ['cut.json', '{"fingerprint":"mine","type":"local'],
      ['other.json', '{"fingerprint":"mine"}'],
      ['list.json', '[]'],
      ['a.json.unfinished', '{}'],
    ] as const) {
      await writeFile(join(folder, name), text);
    }
    expect(await seen(false)).toEqual(['good dead']);
  });

  it('where nothing can be written down the upload goes on, and that is said once', async () => {
    await writeFile(join(world.shell.env.stateDir, 'uploads'), 'a file');
    expect(await records.keep(destination(), archive, { uploadId: 'a' })).toBeNull();
    expect(await records.keep(destination(), archive, { uploadId: 'b' })).toBeNull();
    expect(world.stderr.text).toMatch(/^Note: \S+uploads can't be written \(E\w+\), .*STOWBASE_STATE_DIR .*\n$/);
  });
});

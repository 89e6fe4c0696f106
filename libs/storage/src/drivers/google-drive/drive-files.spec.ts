import { putBuffer } from '../../put-buffer';
import { probe } from '../../probe/probe';
import type { StorageError } from '../../storage-error';
import { bodyOf, expectedOf, never, readAll, rejection } from '../../testing/conformance/content';
import { driveErrors } from '../../testing/google';
import type { DriveFile } from '../../testing/google/drive/drive-file';
import { newId } from '../../testing/google/drive/drive-file';
import { googlePlace, leftovers, type GooglePlace, type PlaceOptions } from './testing/google-place';
import { key } from './testing/uploads';

let place: GooglePlace;
const begin = async (options: PlaceOptions = {}): Promise<GooglePlace> => (place = await googlePlace(options));
afterEach(() => place.dispose());

const keys = async (storage = place.storage): Promise<string[]> => {
  const found: string[] = [];
  for await (const object of storage.list('')) found.push(object.key);
  return found.sort();
};
const backups = (): DriveFile[] => [...place.google.drive.files.values()].filter(({ content }) => content !== null);
const folders = (name: string): DriveFile[] =>
  [...place.google.drive.files.values()].filter((file) => file.name === name && file.content === null);

describe('P-DRIVE-11 lists of Google Drive', () => {
  const five = ['a.tar', 'b.tar', 'c.tar', 'd.tar', 'e.tar'];
  const filled = async (): Promise<GooglePlace> => {
    await begin();
    for (const name of five) await putBuffer(place.storage, name, bodyOf(1));
    place.google.lists.mostPerPage = 2;
    return place;
  };

  it('go on behind a page of nothing', async () => {
    const { google } = await filled();
    google.lists.emptyPageFirst = true;
    expect(await keys()).toEqual(five);
  });

  it('begin anew when Google rejects its own page token, and tell each key once', async () => {
    const { google } = await filled();
    let pages = 0;
    google.onCall = (operation) => {
      if (operation === 'list' && (pages += 1) === 3) google.lists.forgetPages();
    };
    expect(await keys()).toEqual(five);
    expect(pages).toBe(6);
  });

  it('that are rejected again and again are no list', async () => {
    const { google } = await filled();
    google.onCall = () => google.lists.forgetPages();
    expect(await rejection(keys())).toMatchObject({ kind: 'unexpected' });
  });

  it('are read whole with a thousand of the longest keys on a page', async () => {
    const { google, storage } = await begin();
    await putBuffer(storage, `${'folder-with-a-name-of-39-characters-in-/'.repeat(20)}a.tar`, bodyOf(1));
    const [original] = backups();
    for (let which = 1; which < 1_000; which += 1) {
      const id = newId();
      google.drive.files.set(id, { ...original!, id });
    }
    expect(await keys()).toHaveLength(1);
  });

  it('of which a page leads to itself are no list', async () => {
    const { google } = await filled();
    google.lists.circles = true;
    expect(await rejection(keys())).toMatchObject({ kind: 'damaged' });
  });

  it('that may be incomplete are refused: what is missing in them would count as gone', async () => {
    const { google, storage } = await filled();
    google.lists.incomplete = true;
    expect(await rejection(keys())).toMatchObject({ kind: 'unreachable', retriable: true });
    expect(await rejection(storage.stat('a.tar'))).toMatchObject({ kind: 'unreachable' });
  });

  it('hold nothing that lies in the bin, that is not published, or that others made', async () => {
    const { google, storage } = await filled();
    const other = google.drive.addFolder('ada@example.com', 'Pictures');
    expect(other.id).not.toBe('');
    backups()[0]!.trashed = true;
    const pending = await storage.create('pending.tar', { signal: never() });
    await pending.write(bodyOf(600_000));
    expect(await keys()).toEqual(five.slice(1));
    await pending.abort('The test is over.');
  });
});

describe('P-DRIVE-12 names in Google Drive are not unique', () => {
  it('of two copies of a backup the older one counts; both go when it is deleted', async () => {
    const { google, storage } = await begin();
    await putBuffer(storage, key, bodyOf(10));
    const [original] = backups();
    const copy = { ...original!, id: newId(), content: bodyOf(11), createdTime: new Date(Date.now() + 1_000) };
    google.drive.files.set(copy.id, copy);
    expect(await keys()).toEqual([key]);
    expect((await readAll(await storage.get(key))).length).toBe(10);
    await storage.delete(key);
    expect(backups()).toEqual([]);
  });

  it('a backup that somebody moves and renames is found all the same, under its own key', async () => {
    const { google, storage } = await begin();
    await putBuffer(storage, key, bodyOf(10));
    const [file] = backups();
    file!.name = 'Really important.tar';
    file!.parents = [google.drive.rootOf('ada@example.com').id];
    expect(await keys()).toEqual([key]);
    expect((await storage.stat(key)).size).toBe(10);
  });

  it('uploads that begin together make one folder; of two that are there the older is used', async () => {
    const { storage, google } = await begin();
    await Promise.all([1, 2, 3, 4].map((which) => putBuffer(storage, `team/project/${which}.tar`, bodyOf(which))));
    expect(folders('team')).toHaveLength(1);
    const [project] = folders('project');
    google.drive.files.set('1later', { ...project!, id: '1later', createdTime: new Date(Date.now() + 1_000) });
    await putBuffer(storage, 'team/project/5.tar', bodyOf(5));
    expect(backups().map(({ parents }) => parents[0])).toEqual(Array<string>(5).fill(project!.id));
  });

  it('of many programs that end uploads to one key together, exactly one has stored it, each time', async () => {
    await begin();
    for (let round = 0; round < 8; round += 1) {
      const name = `contest-${round}.tar`;
      const uploads = await Promise.all(
        [1, 2, 3, 4].map(async (bytes) => {
          const upload = await place.open().create(name, { signal: never() });
          await upload.write(bodyOf(bytes));
          return upload.commit.bind(upload, expectedOf(bodyOf(bytes)));
        }),
      );
      const ends = await Promise.allSettled(uploads.map((commit) => commit()));
      const stored = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value.size] : []));
      expect(stored).toHaveLength(1);
      for (const end of ends) {
        if (end.status === 'rejected') expect(end.reason).toMatchObject({ kind: 'already-exists' });
      }
      expect((await place.storage.stat(name)).size).toBe(stored[0]);
      expect(leftovers(place.google)).toEqual([]);
    }
  });

  it('what somebody left finished and unpublished long ago is in nobody’s way', async () => {
    const { google, storage } = await begin();
    google.faults.plan('update', { kind: 'error', error: driveErrors.noAccess('1x') });
    google.faults.plan('delete', { kind: 'error', error: driveErrors.dailyLimit() });
    expect(await rejection(putBuffer(storage, key, bodyOf(5)))).toMatchObject({ kind: 'forbidden' });
    expect(leftovers(google)).toHaveLength(1);
    google.clock.advance(16 * 60_000);
    expect((await putBuffer(storage, key, bodyOf(6))).size).toBe(6);
  });
});

describe('P-DRIVE-13 what Google says of a file is what was asked for', () => {
  it.each([
    ['the whole object', undefined],
    ['a range', { start: 10, end: 700_000 }],
  ])('%s that is cut on the way ends in an error', async (_title, range) => {
    const { google, storage } = await begin();
    await putBuffer(storage, key, bodyOf(900_000));
    google.faults.plan('media', { kind: 'cut', afterBytes: 100_000 });
    const body = await storage.get(key, range === undefined ? {} : { range });
    expect(await rejection(readAll(body))).toMatchObject({ kind: 'unreachable' });
  });

  it('a file that is gone in between, or a page in its place, is told as that', async () => {
    const { google, storage } = await begin();
    await putBuffer(storage, key, bodyOf(10));
    google.faults.plan('media', { kind: 'error', error: driveErrors.notFound('1x') });
    expect(await rejection(storage.get(key))).toMatchObject({ kind: 'not-found' });
    google.faults.plan('media', { kind: 'page' });
    expect(await rejection(storage.get(key).then(readAll))).toMatchObject({ kind: 'size-mismatch' });
  });

  it('whoever stops waiting frees the connection at once, before an upload and before a read', async () => {
    const { google, storage, sockets } = await begin();
    await rejection(storage.stat(key));
    google.faults.plan('list', { kind: 'silence' }, { times: 2 });
    for (const waiting of [
      (signal: AbortSignal) => storage.create(key, { signal }),
      (signal: AbortSignal) => storage.get(key, { signal }),
    ]) {
      const stopping = new AbortController();
      const ended = rejection(waiting(stopping.signal));
      const asked = google.calls.length;
      while (google.calls.length === asked) await new Promise((resolve) => setImmediate(resolve));
      const cause = new Error('the run was cancelled');
      stopping.abort(cause);
      expect(await ended).toBe(cause);
      await sockets.emptied();
    }
  });

  it('its ETag is what it holds, so a file that was replaced is seen', async () => {
    const { google, storage } = await begin();
    const { etag } = await putBuffer(storage, key, bodyOf(10));
    const [file] = backups();
    google.drive.files.set(file!.id, { ...file!, checksums: { sha256Checksum: 'f'.repeat(64) } });
    expect(await rejection(storage.get(key, { ifMatch: etag! }))).toMatchObject({ kind: 'damaged' });
  });

  it('space is that of the account; without a limit nobody knows what is free', async () => {
    const { google, storage } = await begin();
    google.drive.limit = 1_000;
    await putBuffer(storage, key, bodyOf(400));
    expect(await storage.usage?.()).toEqual({ used: 400, free: 600 });
    google.drive.limit = null;
    expect(await storage.usage?.()).toEqual({ used: 400, free: null });
  });

  it('what was just stored or deleted is so at once, also where a search shows it late', async () => {
    const { google, storage } = await begin();
    await putBuffer(storage, key, bodyOf(10));
    const [file] = backups();
    google.lists.late.missing.add(file!.id);
    expect((await storage.stat(key)).size).toBe(10);
    expect((await readAll(await storage.get(key))).length).toBe(10);
    expect(await rejection(putBuffer(storage, key, bodyOf(1)))).toMatchObject({ kind: 'already-exists' });
    await storage.delete(key);
    google.lists.late.missing.clear();
    google.lists.late.stale.set(file!.id, file!);
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
    expect(await keys()).toEqual([]);
    expect(await putBuffer(storage, key, bodyOf(2))).toMatchObject({ size: 2 });
    expect((await storage.stat(key)).size).toBe(2);
  });

  it('the probe finds everything it looks for, and leaves nothing', async () => {
    const { google, storage } = await begin();
    const report = await probe(storage);
    expect(report.checks.filter(({ status }) => status === 'failed' || status === 'skipped')).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      leftovers: [],
      proven: { ranges: true, conditions: true, canDelete: true },
    });
    expect([backups(), leftovers(google)]).toEqual([[], []]);
  });

  it('a state that is none of ours is refused before any request', async () => {
    const { google, storage } = await begin();
    for (const state of [{}, { uploadId: "' or name='x" }]) {
      expect(((await rejection(storage.sweep(key, state))) as StorageError).kind).toBe('unexpected');
    }
    expect(google.calls).toEqual([]);
  });
});

import { createHash } from 'node:crypto';
import { bodyOf, rejection } from '../../testing/conformance/content';
import { driveErrors } from '../../testing/google';
import { googlePlace, type GooglePlace, type PlaceOptions } from './testing/google-place';
import { expectStored, failed } from './testing/uploads';

const MiB = 1024 * 1024;
const body = bodyOf(2.5 * MiB);
let place: GooglePlace;
const begin = async (options: PlaceOptions = {}): Promise<GooglePlace> => {
  place = await googlePlace({ ...options, timing: { chunkBytes: MiB, ...options.timing } });
  return place;
};
afterEach(() => place.dispose());

const chunks = (): number => place.google.calls.filter((call) => call === 'chunk').length;
const queries = (): number => place.google.calls.filter((call) => call === 'query').length;

describe('F26 P-DRIVE-3 a chunk on a bad connection', () => {
  it.each([0, 100_000, 600_000])(
    'that is reset after %i bytes goes on from where Google has it',
    async (afterBytes) => {
      const { google } = await begin();
      google.faults.plan('chunk', { kind: 'cut', afterBytes }, { skip: 1 });
      await expectStored(place, body);
      expect([google.faults.struck, queries()]).toEqual([1, 1]);
    },
  );

  it('that is cut on the way is sent again from the buffer', async () => {
    const { proxy } = await begin();
    proxy.set({ kind: 'cut', way: 'up', afterBytes: 500_000, on: 'PUT /upload/', times: 1 });
    await expectStored(place, body);
    expect(proxy.struck).toBe(1);
  });

  it('whose answer is lost is not sent twice', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'lose-reply' }, { skip: 1 });
    await expectStored(place, body);
    expect([chunks(), queries()]).toEqual([3, 1]);
  });

  it('the last one, whose answer is lost, is found finished', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'lose-reply' }, { skip: 2 });
    await expectStored(place, body);
    expect([chunks(), queries()]).toEqual([3, 1]);
  });

  it('of which only some is kept is continued behind it', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'partial', bytes: 256 * 1024 }, { times: 2 });
    google.faults.plan('chunk', { kind: 'partial', bytes: 0 }, { skip: 1 });
    google.faults.plan('chunk', { kind: 'partial', bytes: 256 * 1024 });
    await expectStored(place, body);
    expect(google.faults.struck).toBe(4);
  });

  it.each([
    ['has a problem', driveErrors.backend],
    ['asks to go slower by 403', driveErrors.tooFast],
    ['asks to go slower by 429', driveErrors.tooMany],
  ])('while Google %s is tried again', async (_title, error) => {
    const { google } = await begin();
    for (const on of ['start', 'chunk', 'list', 'update', 'get', 'create'] as const) {
      google.faults.plan(on, { kind: 'error', error: error() }, { times: 2 });
    }
    google.faults.plan('query', { kind: 'error', error: error() });
    await expectStored(place, body);
    expect(google.faults.struck).toBe(13);
  });

  it.each([
    ['an end on the border of a chunk', 2 * MiB],
    ['no byte', 0],
  ])('%s is told afterwards, also when its first answer is lost', async (_title, bytes) => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'lose-reply' }, { skip: bytes === 0 ? 0 : 2 });
    await expectStored(place, bodyOf(bytes));
    expect(google.faults.struck).toBe(1);
  });

  it('that never arrives ends this copy after its attempts, and nothing is left', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'cut', afterBytes: 0 }, { skip: 1, times: Infinity });
    expect(await failed(place, body.length)).toMatchObject({ kind: 'unreachable', retriable: true });
    // One attempt, and one for each delay; then nobody tries any more.
    expect(google.faults.struck).toBe(5);
  });

  it('that is answered, but never taken, ends too', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'partial', bytes: 0 }, { times: Infinity });
    const cause = await failed(place, body.length);
    expect(cause.message).toContain('took no bytes');
  });

  it('of which nothing moves any more is stalled: that copy ends, and is not tried again', async () => {
    const { proxy } = await begin({ timing: { chunkBytes: 24 * MiB, limits: { stallMs: 500 } } });
    proxy.set({ kind: 'stall', way: 'up', afterBytes: 300_000, on: 'PUT /upload/' });
    expect(await failed(place, 24 * MiB)).toMatchObject({ kind: 'stalled', retriable: false });
    expect(proxy.struck).toBe(1);
  });
});

describe('F27 P-DRIVE-4 Google has something else than was sent', () => {
  it('fewer bytes: refused, and removed', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'shorten', bytes: 1 }, { skip: 2 });
    expect(await failed(place, body.length)).toMatchObject({ kind: 'size-mismatch', code: 'SIZE_MISMATCH' });
  });

  it('other bytes: refused by their SHA-256, and removed', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'damage' }, { skip: 2 });
    expect(await failed(place, body.length)).toMatchObject({ kind: 'damaged' });
  });

  it('a checksum that Google has only later is compared then', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'no-checksum' }, { skip: 2 });
    await expectStored(place, body);
    expect(google.faults.struck).toBe(1);
  });

  it('it moves the folder to the bin during the upload: said, and nothing counts as stored', async () => {
    const { storage, google } = await begin();
    await storage
      .create('project/first.tar', { signal: new AbortController().signal })
      .then((first) => first.abort(''));
    const home = [...google.drive.files.values()].find(({ name }) => name === 'Stowbase');
    google.onCall = (operation) => {
      if (operation === 'chunk' && home !== undefined) home.trashed = true;
    };
    const cause = await failed(place, body.length);
    expect(cause.message).toContain('bin');
  });
});

describe('F28 a Drive that is full', () => {
  it('ends this copy at once, without another attempt, and leaves nothing', async () => {
    const { google } = await begin();
    google.drive.limit = 1.5 * MiB;
    expect(await failed(place, body.length)).toMatchObject({ kind: 'quota', code: 'STORAGE_FULL', retriable: false });
    expect([chunks(), queries()]).toEqual([2, 0]);
  });

  it('a daily limit is no full Drive, and is not tried again either', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'error', error: driveErrors.dailyLimit() });
    const cause = await failed(place, body.length);
    expect(cause).toMatchObject({ kind: 'forbidden', retriable: false });
    expect(cause.nextStep).toContain('tomorrow');
    expect(chunks()).toBe(1);
  });
});

describe('P-DRIVE-3 what an ended upload leaves', () => {
  it('is removed also when Google is busy at first', async () => {
    const { google, storage } = await begin();
    const upload = await storage.create('project/backup.tar', { signal: new AbortController().signal });
    await upload.write(body.subarray(0, MiB));
    google.faults.plan('cancel', { kind: 'error', error: driveErrors.backend() });
    await upload.abort(new Error('pg_dump ended with 1'));
    expect(await place.leftovers()).toEqual([]);
    expect(google.faults.struck).toBe(1);
  });

  it('that Google can not remove now is left for the sweep, which does', async () => {
    const { google, storage } = await begin();
    const states: Readonly<Record<string, string>>[] = [];
    const onState = (state: Readonly<Record<string, string>>): Promise<void> =>
      Promise.resolve(void states.push(state));
    const upload = await storage.create('project/backup.tar', { signal: new AbortController().signal, onState });
    await upload.write(body.subarray(0, MiB));
    google.faults.plan('cancel', { kind: 'error', error: driveErrors.backend() }, { times: 3 });
    await upload.abort(new Error('the run was cancelled'));
    expect(await place.leftovers()).toHaveLength(1);
    await place.open().sweep('project/backup.tar', states[0]!);
    expect(await place.leftovers()).toEqual([]);
  });

  it('whole, but not published, is removed by the sweep too', async () => {
    const { google, storage } = await begin();
    const states: Readonly<Record<string, string>>[] = [];
    const onState = (state: Readonly<Record<string, string>>): Promise<void> =>
      Promise.resolve(void states.push(state));
    google.faults.plan('update', { kind: 'error', error: driveErrors.noAccess('1x') });
    google.faults.plan('delete', { kind: 'error', error: driveErrors.dailyLimit() });
    const upload = await storage.create('project/backup.tar', { signal: new AbortController().signal, onState });
    await upload.write(Buffer.from('x'));
    const expected = { size: 1, sha256: createHash('sha256').update('x').digest('hex') };
    expect(await rejection(upload.commit(expected))).toMatchObject({ kind: 'forbidden' });
    expect(await place.leftovers()).toHaveLength(1);
    await place.open().sweep('project/backup.tar', states[0]!);
    expect(await place.leftovers()).toEqual([]);
  });
});

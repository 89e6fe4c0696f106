import { jest } from '@jest/globals';
import { inspect } from 'node:util';
import type { StorageError } from '../../storage-error';
import { bodyOf, expectedOf, never, rejection, writeAll } from '../../testing/conformance/content';
import { driveErrors, reauthentication, revoked } from '../../testing/google';
import { day } from '../../testing/google/clock';
import { OAuthError } from '../../testing/google/oauth/oauth-error';
import { ada, googlePlace, leftovers, quick, type GooglePlace, type PlaceOptions } from './testing/google-place';
import { expectStored, key } from './testing/uploads';

let place: GooglePlace;
const begin = async (options: PlaceOptions = {}): Promise<GooglePlace> => (place = await googlePlace(options));
afterEach(async () => {
  jest.restoreAllMocks();
  await place.dispose();
});

const tokens = (): number => place.google.calls.filter((call) => call === 'token').length;
const asked = async (): Promise<StorageError> => (await rejection(place.storage.stat(key))) as StorageError;
/** Nothing that somebody could sign in with is in it, however deep one looks. */
const expectDiscreet = (error: Error): void => {
  const { clientSecret = '', refreshToken = '' } = place.config;
  const inside = inspect(error, { depth: 12, showHidden: true, maxStringLength: null });
  for (const secret of [clientSecret, refreshToken, 'ya29.']) expect(inside).not.toContain(secret);
};

const later = (milliseconds: number): void => {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
};

describe('P-DRIVE-5 access tokens', () => {
  it('one serves every request of an hour, also when many begin together', async () => {
    await begin();
    await Promise.all([1, 2, 3, 4].map(() => rejection(place.storage.stat(key))));
    await expectStored(place, bodyOf(600_000));
    expect(tokens()).toBe(1);
    later(3_600_000);
    await place.storage.stat(key);
    expect(tokens()).toBe(2);
  });

  it('one that Google ended early is asked for again, in the middle of an upload too', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'error', error: driveErrors.auth() }, { skip: 1 });
    let ended = false;
    google.onCall = (operation) => {
      if (operation !== 'update' || ended) return;
      ended = true;
      google.oauth.forgetAccess();
    };
    await expectStored(place, bodyOf(600_000));
    expect(tokens()).toBe(3);
  });

  it('one that is refused at once again is no sign-in', async () => {
    const { google } = await begin();
    google.faults.plan('list', { kind: 'error', error: driveErrors.auth() }, { times: 2 });
    expect(await asked()).toMatchObject({ kind: 'auth' });
    expect(tokens()).toBe(2);
  });
});

describe('F56 P-DRIVE-6 a sign-in that is over', () => {
  const reauth = { kind: 'auth', code: 'REAUTH_REQUIRED', retriable: false, field: 'refreshToken' };

  it('was taken back: who it concerns is asked to sign in again', async () => {
    const { google } = await begin();
    google.oauth.revoke(ada);
    const error = await asked();
    expect(error).toMatchObject(reauth);
    expect(error.message).toContain('taken back');
    expect(error.nextStep).toMatch(/^Sign in to Google again/);
    expectDiscreet(error);
  });

  it('is taken back during an upload: that copy ends, with that reason, and its next write too', async () => {
    const { google, storage } = await begin();
    const upload = await storage.create(key, { signal: never() });
    await upload.write(bodyOf(300_000));
    google.oauth.revoke(ada);
    const error = (await rejection(writeAll(upload, bodyOf(900_000)))) as StorageError;
    expect(error).toMatchObject(reauth);
    expect(await rejection(upload.write(bodyOf(1)))).toBe(error);
    await upload.abort('The test is over.');
    expectDiscreet(error);
    // Without a sign-in nobody can remove the session; it is invisible, and the sweep knows it.
    expect(leftovers(google)).toHaveLength(1);
  });

  it('ended after seven days of a client in testing: said, also when only Google had told its end', async () => {
    await begin({ testing: true });
    await asked();
    later(7 * day);
    const error = await asked();
    expect(error).toMatchObject(reauth);
    expect(error.message).toContain('seven days');
    expect(error.nextStep).toContain('Publish');
    expectDiscreet(error);
  });

  it('ended after seven days, as the settings have it', async () => {
    await begin({ testing: true, change: () => ({ refreshTokenExpires: '2026-11-20T08:00:00Z' }) });
    place.google.clock.advance(7 * day);
    expect((await asked()).message).toContain('seven days');
  });

  it('has to be confirmed by a rule of the Workspace', async () => {
    const { google } = await begin();
    google.onCall = (operation) => (operation === 'token' ? google.refuseTokens(reauthentication()) : undefined);
    const error = await asked();
    expect(error).toMatchObject(reauth);
    expect(error.message).toContain('Workspace');
  });

  it('each has words of its own, and so have a wrong secret and a client that is gone', async () => {
    const { google } = await begin();
    const said: string[] = [];
    for (const error of [
      revoked(),
      reauthentication(),
      new OAuthError('invalid_client', 'The OAuth client was not found.', 401),
      new OAuthError('access_denied', 'ya29. and more'),
    ]) {
      google.refuseTokens(error);
      const told = await asked();
      expect(told.kind).toBe('auth');
      expectDiscreet(told);
      said.push(told.message);
    }
    expect(new Set(said).size).toBe(4);
  });

  it('is not what Google calls busy: that is tried again by whoever may', async () => {
    const { google } = await begin();
    google.refuseTokens(new OAuthError('temporarily_unavailable', '', 503));
    expect(await asked()).toMatchObject({ kind: 'unreachable', retriable: true });
    google.refuseTokens(new OAuthError('rate_limit', '', 429));
    expect(await asked()).toMatchObject({ kind: 'rate-limited', retriable: true });
  });

  it('is not what a proxy says in place of Google, by a page or a redirect', async () => {
    const { google } = await begin();
    google.faults.plan('token', { kind: 'page' });
    expect(await asked()).toMatchObject({ kind: 'damaged' });
    google.faults.plan('token', { kind: 'redirect', to: 'http://169.254.169.254/' });
    expect(await asked()).toMatchObject({ kind: 'invalid-config' });
    google.faults.plan('token', { kind: 'lose-reply' });
    const error = await asked();
    expect(error).toMatchObject({ kind: 'unreachable' });
    expectDiscreet(error);
  });
});

describe('F56 P-DRIVE-7 a session that Google has lost', () => {
  const states: object[] = [];
  const onState = (state: object): Promise<void> => Promise.resolve(void states.push(state));
  const send = async (bytes: number): Promise<unknown> => {
    states.length = 0;
    const upload = await place.storage.create(key, { signal: never(), onState });
    const body = bodyOf(bytes);
    await writeAll(upload, body);
    return upload.commit(expectedOf(body));
  };

  it.each([
    ['the first chunk', 600_000],
    ['all of a small object', 1_000],
    ['no byte', 0],
  ])('is begun anew while every byte is in memory: %s; its new state is stored first', async (_title, bytes) => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'lose-session' });
    const order: string[] = [];
    google.onCall = (operation) => void order.push(`${operation} ${states.length}`);
    expect(await send(bytes)).toMatchObject({ size: bytes });
    expect(states).toHaveLength(2);
    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(2);
    expect(order.filter((call) => call.startsWith('chunk'))[1]).toBe('chunk 2');
    expect(leftovers(google)).toEqual([]);
  });

  it('only once', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'lose-session' }, { times: 2 });
    expect(await rejection(send(1_000))).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('twice') as string,
    });
    expect(leftovers(google)).toEqual([]);
  });

  it('can not go on when bytes are gone: that copy fails, and says how many', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'lose-session' }, { skip: 1 });
    const lost = (await rejection(send(600_000))) as StorageError;
    expect(lost).toMatchObject({ kind: 'unreachable', retriable: true });
    expect(lost.message).toContain(`after ${quick.chunkBytes} bytes`);
    expect(google.calls.filter((call) => call === 'start')).toHaveLength(1);
    expect(leftovers(google)).toEqual([]);
  });

  it('right after it was finished costs nothing: the file is found by its upload', async () => {
    const { google } = await begin();
    google.faults.plan('chunk', { kind: 'lose-reply' }, { skip: 2 });
    google.faults.plan('query', { kind: 'lose-session' });
    expect(await send(600_000)).toMatchObject({ size: 600_000 });
    expect(google.calls.filter((call) => call === 'start')).toHaveLength(1);
    expect(leftovers(google)).toEqual([]);
  });

  it('or that never was one: bytes and token go to nobody but Google', async () => {
    const { google } = await begin();
    google.faults.plan('start', { kind: 'elsewhere', origin: 'http://169.254.169.254' });
    expect(await rejection(send(1))).toMatchObject({ kind: 'damaged' });
    expect(google.calls).not.toContain('chunk');
    expect(place.sockets.targets.every((target) => target === `127.0.0.1:${place.proxy.port}`)).toBe(true);
  });
});

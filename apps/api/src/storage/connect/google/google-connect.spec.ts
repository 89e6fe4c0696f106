import { GoogleDouble, type OAuthClient } from '@stowbase/storage/testing';
import { request } from 'undici';
import { movableClock } from '../../../accounts/testing/movable-clock';
import { anyone, apiToken, signIn } from '../../../testing/api-client';
import { Canaries } from '../../../testing/canary';
import type { ConnectedDto, ConnectStateDto } from '../connect-state.dto';
import { PendingCredentials } from '../pending-credentials.service';
import { textLike } from '../../testing/matchers';
import { startConnectWorld, type ConnectWorld } from '../testing/connect-world';
import type { GoogleAttemptDto } from './google-connect.dto';
import { GoogleOAuth } from './google-oauth';

const path = '/storage/connect/google';
const redirectUri = 'http://localhost:3000/connect/google';
const scope = 'https://www.googleapis.com/auth/drive.file';

describe('connecting a Google account', () => {
  let google: GoogleDouble;
  let client: OAuthClient;
  let world: ConnectWorld;
  beforeAll(async () => {
    google = await GoogleDouble.start();
    client = google.oauth.addClient({ redirectUris: [redirectUri] });
    world = await startConnectWorld(google.endpoints);
  });
  beforeEach(() => {
    google.oauth.answer = 'allow';
    google.oauth.consents.clear();
    google.faults.clear();
    google.calls.length = 0;
  });
  afterAll(async () => {
    await world.close();
    await google.close();
  });

  const own = () => ({ clientId: client.id, clientSecret: client.secret });
  const begin = async (body: object = own()): Promise<GoogleAttemptDto> => {
    const { status, body: attempt } = await world.ask<GoogleAttemptDto>(`POST ${path}`, body);
    expect(status).toBe(201);
    return attempt;
  };
  /** What the browser has in its address bar after Google's page. */
  const decide = async ({ url }: Pick<GoogleAttemptDto, 'url'>): Promise<Record<string, string>> => {
    const { statusCode, headers, body } = await request(url);
    await body.dump();
    expect(statusCode).toBe(302);
    const { origin, pathname, searchParams } = new URL(String(headers['location']));
    expect(`${origin}${pathname}`).toBe(redirectUri);
    const { code, state, error } = Object.fromEntries(searchParams);
    return {
      ...(state === undefined ? {} : { state }),
      ...(code === undefined ? {} : { code }),
      ...(error === undefined ? {} : { error }),
    };
  };
  const answer = (given: object, as = world.owner) => world.ask<ConnectedDto>(`POST ${path}/answer`, given, as);
  const refreshTokens = () => [...google.oauth.consents.keys()];
  const over = { status: 404, body: { code: 'CONNECT_UNKNOWN' } };

  it('P-CONNECT-4 asks for the files that Stowbase makes alone, with PKCE, and says where Google sends the browser back to', async () => {
    const attempt = await begin();
    const { searchParams } = new URL(attempt.url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      client_id: client.id,
      redirect_uri: redirectUri,
      scope,
      access_type: 'offline',
      prompt: 'consent',
      code_challenge_method: 'S256',
    });
    expect(searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(attempt).toMatchObject({ redirectUri });
  });

  it('P-CONNECT-4 ends with a refresh token in the service, and its id and whose it is in the browser', async () => {
    const attempt = await begin();
    expect(await world.ask(`GET ${path}/${attempt.id}`)).toMatchObject({ status: 200, body: { status: 'waiting' } });
    const { status, body } = await answer(await decide(attempt));
    expect([status, body]).toMatchObject([200, { account: google.oauth.signedInAs }]);
    const { body: state } = await world.ask<ConnectStateDto>(`GET ${path}/${attempt.id}`);
    expect(state).toEqual({ status: 'done', connected: body, problem: null });
    const { credentialsId } = body;
    expect(world.api.app.get(PendingCredentials).show({ credentialsId }, 'google_drive', world.actor)).toEqual({
      signInBy: 'account',
      ...own(),
      refreshToken: refreshTokens()[0],
      refreshTokenExpires: null,
    });
    const [newest] = (await world.owner.get<{ items: object[] }>('/audit')).body.items;
    expect(newest).toMatchObject({
      action: 'destination.connect',
      objectName: google.oauth.signedInAs,
    });
  });

  it('P-CONNECT-4 goes on when Google does not say whose account it is', async () => {
    google.faults.plan('about', { kind: 'page' });
    expect(await answer(await decide(await begin()))).toMatchObject({ status: 200, body: { account: null } });
  });

  it('P-CONNECT-5 takes an answer once: neither its state nor its code works again', async () => {
    const given = await decide(await begin());
    const replies = await Promise.all([answer(given), answer(given)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await answer(given)).toMatchObject(over);
    expect(google.calls.filter((call) => call === 'token')).toHaveLength(1);
    const { state } = await decide(await begin());
    expect(await answer({ state, code: given['code'] })).toMatchObject({
      status: 422,
      body: { code: 'CONNECT_REFUSED', detail: textLike('used before') },
    });
  });

  it('P-CONNECT-5 takes an answer from the login session that began it alone, and it stays good for that one', async () => {
    const given = await decide(await begin());
    const sameOwner = await signIn(world.api);
    expect(await answer(given, sameOwner)).toMatchObject(over);
    expect(await answer(given, await signIn(world.api, { role: 'operator' }))).toMatchObject({ status: 403 });
    expect(await answer(given, await signIn(world.api, { role: 'viewer' }))).toMatchObject({ status: 403 });
    expect(await answer(given, await apiToken(world.api))).toMatchObject({
      status: 403,
      body: { code: 'SESSION_ONLY' },
    });
    expect(await answer(given, anyone(world.api))).toMatchObject({ status: 401 });
    expect(google.calls).not.toContain('token');
    expect(await answer(given)).toMatchObject({ status: 200 });
  });

  it('P-CONNECT-5 takes no answer that another site sends with the cookie of the owner', async () => {
    const given = await decide(await begin());
    const crossSite = { origin: 'https://thief.example', 'sec-fetch-site': 'cross-site' };
    for (const headers of [crossSite, { 'x-xsrf-token': 'guessed' }]) {
      const reply = await world.owner.post(`${path}/answer`, given, headers);
      expect(reply).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
    }
    expect(google.calls).not.toContain('token');
  });

  it('P-CONNECT-5 takes no answer with a state that is guessed, cancelled, or older than ten minutes', async () => {
    const clock = movableClock(world.api);
    const given = await decide(await begin());
    expect(await answer({ ...given, state: 'x'.repeat(43) })).toMatchObject(over);
    const cancelled = await begin();
    expect(await world.ask(`DELETE ${path}/${cancelled.id}`)).toMatchObject({ status: 204 });
    expect(await answer(await decide(cancelled))).toMatchObject(over);
    clock.forward(10 * 60);
    expect(await answer(given)).toMatchObject(over);
    expect(google.calls).not.toContain('token');
  });

  it('P-CONNECT-5 sends the browser back to our own address, whatever is asked for', async () => {
    const elsewhere = { redirectUri: 'https://thief.example/', redirect_uri: 'https://thief.example/' };
    expect(await world.ask(`POST ${path}`, { ...own(), ...elsewhere })).toMatchObject({ status: 400 });
    const forged = { 'x-forwarded-host': 'thief.example', forwarded: 'host=thief.example' };
    const { body } = await world.owner.post<GoogleAttemptDto>(path, own(), forged);
    expect(new URL(body.url).searchParams.get('redirect_uri')).toBe(redirectUri);
  });

  it('P-CONNECT-5 tells nothing about an attempt to anybody else', async () => {
    const { id } = await begin();
    const other = await signIn(world.api);
    expect(await world.ask(`GET ${path}/${id}`, undefined, other)).toMatchObject(over);
    await world.ask(`DELETE ${path}/${id}`, undefined, other);
    expect(await world.ask(`GET ${path}/${id}`)).toMatchObject({ status: 200 });
  });

  it.each<[string, () => void, string]>([
    ['the user refuses', () => (google.oauth.answer = 'deny'), 'access was refused'],
    ['the user leaves the box empty', () => (google.oauth.answer = 'allow-nothing'), 'box'],
    ['Google answers with a page', () => google.faults.plan('token', { kind: 'page' }), 'can not be used'],
    [
      'Google answers with a redirect',
      () => google.faults.plan('token', { kind: 'redirect', to: 'http://169.254.169.254/' }),
      'redirects are not followed',
    ],
  ])('P-CONNECT-6 says in plain words when %s', async (_, prepare, words) => {
    const attempt = await begin();
    prepare();
    const reply = await answer(await decide(attempt));
    expect(reply).toMatchObject({ status: 422, body: { detail: textLike(words) } });
    const { body } = await world.ask<ConnectStateDto>(`GET ${path}/${attempt.id}`);
    expect(body).toMatchObject({
      status: 'refused',
      problem: { code: textLike(/^[A-Z_]+$/), detail: textLike(words) },
    });
    expect(body.problem?.nextStep).toMatch(/\w{4}/);
  });

  it('P-CONNECT-6 says which field is wrong when Google does not know the client, or not this secret', async () => {
    const attempt = await begin({ ...own(), clientSecret: 'GOCSPX-of-another-client' });
    expect(await answer(await decide(attempt))).toMatchObject({
      status: 422,
      body: { field: 'clientSecret', detail: textLike('client secret') },
    });
    expect(await world.ask(`POST ${path}`, { clientId: client.id })).toMatchObject({
      status: 400,
      body: { code: 'DESTINATION_CONFIG_INVALID', field: 'config.clientSecret' },
    });
  });

  it.each([
    ['redirect_uri_mismatch', `Add ${redirectUri} to the authorized redirect URIs`],
    ['admin_policy_enforced', 'Ask its administrator'],
    ['unauthorized_client', '"Web application"'],
    ['server_error', 'connect again'],
  ])('P-CONNECT-6 says what to do about %s', async (error, words) => {
    const { state } = await decide(await begin());
    const reply = await answer({ state, error });
    expect(reply).toMatchObject({ status: 422, body: { nextStep: textLike(words) } });
  });

  it('P-CONNECT-6 shows nothing of what somebody writes into the address', async () => {
    const { state } = await decide(await begin());
    expect(await answer({ state, error: '<b>call 555-1234</b>' })).toMatchObject({ status: 400 });
    const reply = await answer({ state, error: 'CALL-555-1234' });
    expect(reply.status).toBe(422);
    expect(JSON.stringify(reply.body)).not.toContain('555-1234');
  });

  it('P-CONNECT-7 client secret, code, verifier, access and refresh token are in no reply, log line, audit row or file', async () => {
    const secrets = new Canaries();
    const hide = (what: string, secret: string): void => secrets.add(`${what} ${secrets.names.length}`, secret);
    const newAccess = google.oauth.newAccess.bind(google.oauth);
    google.oauth.newAccess = (principal) => {
      const token = newAccess(principal);
      hide('access token', token);
      return token;
    };
    const oauth = world.api.app.get(GoogleOAuth);
    const beginAtGoogle = oauth.begin.bind(oauth);
    oauth.begin = async (asked) => {
      const begun = await beginAtGoogle(asked);
      hide('verifier', begun.verifier);
      return begun;
    };
    const attempt = await begin();
    const given = await decide(attempt);
    await answer(given);
    google.faults.plan('token', { kind: 'page' });
    const failing = await decide(await begin());
    await answer(failing);
    await answer(failing);
    await answer(await decide(await begin({ ...own(), clientSecret: 'GOCSPX-another-canary' })));
    hide('client secret', client.secret);
    hide('another client secret', 'GOCSPX-another-canary');
    hide('code', given['code']!);
    hide('code of a failure', failing['code']!);
    for (const token of refreshTokens()) hide('refresh token', token);
    // The address that the browser comes back with, as the service sees it: only the page reads what stands in it.
    const query = new URLSearchParams({ code: failing['code']!, state: failing['state']! }).toString();
    const page = await request(`${world.api.url.replace(/\/api$/, '')}/connect/google?${query}`);
    await page.body.dump();
    expect(secrets.names).toHaveLength(2 + 2 + 3 + 1 + 1);
    expect(await world.leaks(secrets)).toEqual([]);
  });
});

describe('where Google sends nobody back to', () => {
  it.each(['http://stowbase.example', 'http://192.168.1.5:3000', 'https://192.168.1.5'])(
    'P-CONNECT-6 %s is told before anybody is sent to Google',
    async (publicUrl) => {
      const world = await startConnectWorld({}, { PUBLIC_URL: publicUrl, ALLOW_INSECURE_HTTP: '1' });
      const reply = await world.ask(`POST ${path}`, { clientId: 'c', clientSecret: 's' });
      await world.close();
      expect(reply).toMatchObject({
        status: 422,
        body: { nextStep: textLike('PUBLIC_URL') },
      });
    },
  );
});

import { SignJWT } from 'jose';
import { createHash, createPrivateKey } from 'node:crypto';
import { day } from '../clock';
import { rawClient, type RawClient } from '../testing-client';
import type { OAuthClient } from './oauth-world';

const redirectUri = 'https://stowbase.example/connect';
const scope = 'https://www.googleapis.com/auth/drive.file';
const verifier = 'v'.repeat(64);
const challenge = createHash('sha256').update(verifier).digest('base64url');
let raw: RawClient;
let client: OAuthClient;
const begin = async (testing = false): Promise<void> => {
  raw = await rawClient();
  client = raw.google.oauth.addClient({ redirectUris: [redirectUri], testing });
};
afterEach(() => raw.close());

/** Where Google sends the browser, or the page that it shows instead. */
async function consent(change: Readonly<Record<string, string>> = {}): Promise<URLSearchParams | string> {
  const asked = {
    client_id: client.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    access_type: 'offline',
    prompt: 'consent',
  };
  const search = new URLSearchParams({ ...asked, ...change }).toString();
  const { headers, body } = await raw.ask('GET', `/o/oauth2/v2/auth?${search}`);
  return headers.location === undefined ? body.toString() : new URL(headers.location).searchParams;
}
const codeOf = async (change = {}): Promise<string> => ((await consent(change)) as URLSearchParams).get('code') ?? '';
const exchange = (code: string, change: Readonly<Record<string, string>> = {}): ReturnType<RawClient['token']> =>
  raw.token({
    grant_type: 'authorization_code',
    code,
    client_id: client.id,
    client_secret: client.secret,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...change,
  });
const refresh = (token: unknown): ReturnType<RawClient['token']> =>
  raw.token({
    grant_type: 'refresh_token',
    refresh_token: String(token),
    client_id: client.id,
    client_secret: client.secret,
  });

describe('P-DRIVE-14 the double signs in as Google does', () => {
  it('a code becomes tokens once, by its own verifier, client and address', async () => {
    await begin();
    const code = await codeOf();
    expect(await exchange(code)).toMatchObject({ status: 200, expires_in: 3599, token_type: 'Bearer', scope });
    expect(await exchange(code)).toMatchObject({ status: 400, error: 'invalid_grant' });
    const wrong = { code_verifier: 'w'.repeat(64) };
    expect(await exchange(await codeOf(), wrong)).toMatchObject({ error_description: 'Invalid code verifier.' });
    expect(await exchange(await codeOf(), { client_secret: 'x' })).toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
    expect(await exchange(await codeOf(), { redirect_uri: 'https://evil.example/' })).toMatchObject({ status: 400 });
  });

  it('asks only for known clients and addresses, and takes no for an answer', async () => {
    await begin();
    expect(await consent({ redirect_uri: `${redirectUri}/more` })).toContain('redirect_uri_mismatch');
    expect(await consent({ client_id: 'x' })).toContain('invalid_client');
    raw.google.oauth.answer = 'deny';
    expect(Object.fromEntries((await consent()) as URLSearchParams)).toEqual({ state: 's', error: 'access_denied' });
    raw.google.oauth.answer = 'allow-nothing';
    expect(((await consent()) as URLSearchParams).get('scope')).toBe('');
  });

  it('a refresh token comes for offline use, at the first time or when consent is asked for again', async () => {
    await begin();
    expect(await exchange(await codeOf({ access_type: 'online' }))).not.toHaveProperty('refresh_token');
    expect(await exchange(await codeOf({ prompt: 'none' }))).toHaveProperty('refresh_token');
    expect(await exchange(await codeOf({ prompt: 'none' }))).not.toHaveProperty('refresh_token');
    expect(await exchange(await codeOf())).toHaveProperty('refresh_token');
  });

  it('of a client in testing it ends after seven days, else when it is taken back, with the same words', async () => {
    await begin(true);
    const over = { status: 400, error: 'invalid_grant', error_description: 'Token has been expired or revoked.' };
    const granted = await exchange(await codeOf());
    expect(granted).toMatchObject({ refresh_token_expires_in: 604_799 });
    raw.google.clock.advance(6 * day);
    expect(await refresh(granted['refresh_token'])).toMatchObject({ status: 200 });
    raw.google.clock.advance(day);
    expect(await refresh(granted['refresh_token'])).toMatchObject(over);
    const again = await exchange(await codeOf());
    raw.google.oauth.revoke(raw.google.oauth.signedInAs);
    expect(await refresh(again['refresh_token'])).toMatchObject(over);
  });

  it('a service account is known by its signature, for this endpoint, for an hour at most', async () => {
    await begin();
    const { email, keyFile } = raw.google.oauth.addServiceAccount();
    const key = createPrivateKey((JSON.parse(keyFile) as { private_key: string }).private_key);
    const now = Math.floor(Date.now() / 1000);
    const sent = async (aud: string, seconds: number, issuer = email): ReturnType<RawClient['token']> => {
      const jwt = new SignJWT({ scope }).setProtectedHeader({ alg: 'RS256' }).setIssuer(issuer).setAudience(aud);
      const assertion = await jwt
        .setIssuedAt(now)
        .setExpirationTime(now + seconds)
        .sign(key);
      return raw.token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    };
    const { tokenUrl } = raw.google.endpoints;
    expect(await sent(tokenUrl, 3_600)).toMatchObject({ status: 200, scope });
    expect(await sent('https://elsewhere.example/token', 3_600)).toMatchObject({ error: 'invalid_grant' });
    expect((await sent(tokenUrl, 3_601))['error_description']).toContain('short-lived');
    expect(await sent(tokenUrl, 3_600, 'other@x')).toMatchObject({ error: 'invalid_grant' });
    raw.google.oauth.addServiceAccount(email);
    expect(await sent(tokenUrl, 3_600)).toMatchObject({ error_description: 'Invalid JWT Signature.' });
  });
});

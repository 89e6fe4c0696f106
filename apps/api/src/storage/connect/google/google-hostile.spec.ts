import { scriptedHttp, type ScriptedHttp, type ScriptedReply } from '@stowbase/storage/testing';
import { Canaries } from '../../../testing/canary';
import { textLike } from '../../testing/matchers';
import { startConnectWorld, type ConnectWorld } from '../testing/connect-world';
import type { GoogleAttemptDto } from './google-connect.dto';

const path = '/storage/connect/google';
const secret = 'c4nary-that-somebody-answers-with';
const tokens = {
  access_token: secret,
  refresh_token: secret,
  token_type: 'Bearer',
  expires_in: 3_599,
  scope: 'https://www.googleapis.com/auth/drive.file',
};

describe('P-CONNECT-9 whoever answers in the place of Google', () => {
  let server: ScriptedHttp;
  let world: ConnectWorld;
  beforeAll(async () => {
    server = await scriptedHttp({ status: 404 });
    const { url } = server;
    world = await startConnectWorld({ authUrl: `${url}/auth`, tokenUrl: `${url}/token`, apiBase: url });
  });
  afterAll(async () => {
    await world.close();
    await server.stop();
  });

  const json = (body: unknown, status = 200): ScriptedReply => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answered = async (...replies: ScriptedReply[]) => {
    const { body } = await world.ask<GoogleAttemptDto>(`POST ${path}`, { clientId: 'c', clientSecret: 'of a client' });
    const state = new URL(body.url).searchParams.get('state');
    server.answer(replies);
    return world.ask(`POST ${path}/answer`, { state, code: 'a-code' });
  };

  it.each<[string, ScriptedReply, string]>([
    ['a megabyte', { body: Buffer.alloc(2 ** 20, 'x') }, 'longer than'],
    ['a page', { headers: { 'content-type': 'text/html' }, body: `<html>${secret}` }, 'can not be used'],
    ['an error page', { status: 500, body: secret }, 'can not be used'],
    ['no JSON', { headers: { 'content-type': 'application/json' }, body: `{"${secret}` }, 'can not be used'],
    ['no token', json({ ...tokens, access_token: undefined }), 'can not be used'],
    ['a token that is no text', json({ ...tokens, access_token: { secret } }), 'can not be used'],
    ['another kind of token', json({ ...tokens, token_type: 'MAC' }), 'can not be used'],
    ['no refresh token', json({ ...tokens, refresh_token: undefined }), 'without a refresh token'],
    ['less than was asked for', json({ ...tokens, scope: 'openid' }), 'did not grant access to the files'],
    [
      'an error with words of its own',
      json({ error: 'server_error', error_description: secret }, 400),
      '(server_error)',
    ],
    ['an error in words', json({ error: `call 555-1234 ${secret}` }, 400), 'refused the connection.'],
    ['a challenge', { status: 401, headers: { 'www-authenticate': `Bearer error="${secret}"` } }, 'can not be used'],
    ['half a reply', { ...json(tokens), truncateAt: 20 }, 'before the reply was whole'],
    ['nothing', { instead: 'reset' }, 'before the reply was whole'],
  ])('is refused with %s, in our words', async (_, reply, words) => {
    const { status, body } = await answered(reply);
    expect([status, body]).toMatchObject([422, { detail: textLike(words.replace(/[()]/g, String.raw`\$&`)) }]);
    expect(server.requests.filter(({ url }) => url === '/token')).not.toHaveLength(0);
  });

  it('says at most an address of whose account it is', async () => {
    for (const user of [{ emailAddress: '<b>Ada</b>' }, { emailAddress: 7 }, { emailAddress: 'x'.repeat(300) }, null]) {
      const reply = await answered(json(tokens), json({ user }));
      expect(reply).toMatchObject({ status: 200, body: { account: null } });
    }
  });

  it('gets nothing of it into a reply, the log, the audit log or a file', async () => {
    const secrets = new Canaries();
    secrets.add('answer', secret);
    expect(await world.leaks(secrets)).toEqual([]);
  });
});

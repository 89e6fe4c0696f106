import { createHash } from 'node:crypto';
import { bodyOf, type Call, type Reply } from '../call';
import type { Clock } from '../clock';
import { principalOfAssertion } from './assertion';
import type { IssuedCode } from './authorize';
import { OAuthError } from './oauth-error';
import type { OAuthClient, OAuthWorld, Principal } from './oauth-world';

const expiresIn = 3_599;
const sevenDaysLess = 604_799;

/** The token endpoint: https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code and …#offline. */
export async function token(
  call: Call,
  world: OAuthWorld,
  codes: Map<string, IssuedCode>,
  clock: Clock,
): Promise<Reply> {
  const form = new URLSearchParams((await bodyOf(call)).toString());
  const grant = form.get('grant_type');
  switch (grant) {
    case 'authorization_code':
      return exchange(form, world, codes, clock);
    case 'refresh_token': {
      const client = clientOf(form, world);
      const { account, scope, endsAt } = world.consentOf(form.get('refresh_token') ?? '', client);
      const left = endsAt === null ? null : Math.floor((endsAt - clock.now()) / 1000);
      return tokens(world, { account, scope, app: client.id, isService: false }, left);
    }
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return tokens(world, await principalOfAssertion(form.get('assertion') ?? '', world, call, clock), null);
    default:
      throw new OAuthError('unsupported_grant_type', `Invalid grant_type: ${grant ?? ''}`);
  }
}

function exchange(form: URLSearchParams, world: OAuthWorld, codes: Map<string, IssuedCode>, clock: Clock): Reply {
  const client = clientOf(form, world);
  const given = form.get('code') ?? '';
  const code = codes.get(given);
  codes.delete(given);
  if (code?.client !== client || code.endsAt <= clock.now()) throw new OAuthError('invalid_grant', 'Bad Request');
  if (form.get('redirect_uri') !== code.redirectUri) throw new OAuthError('redirect_uri_mismatch', 'Bad Request');
  demandVerifier(code.challenge, form.get('code_verifier'));
  const { account, scope } = code;
  const refreshToken = code.offline ? world.consent(client, account, scope) : null;
  const left = code.offline && client.testing ? sevenDaysLess : null;
  const { json, ...reply } = tokens(world, { account, scope, app: client.id, isService: false }, left);
  const more = refreshToken === null ? {} : { refresh_token: refreshToken };
  return { ...reply, json: { ...(json as object), ...more } };
}

/** RFC 7636 §4.6 */
function demandVerifier(challenge: string | null, verifier: string | null): void {
  if (challenge === null) return;
  if (verifier === null) throw new OAuthError('invalid_grant', 'Missing code verifier.');
  const hashed = createHash('sha256').update(verifier).digest('base64url');
  if (hashed !== challenge) throw new OAuthError('invalid_grant', 'Invalid code verifier.');
}

function clientOf(form: URLSearchParams, world: OAuthWorld): OAuthClient {
  const client = world.clients.get(form.get('client_id') ?? '');
  if (client === undefined) throw new OAuthError('invalid_client', 'The OAuth client was not found.', 401);
  if (form.get('client_secret') !== client.secret) {
    throw new OAuthError('invalid_client', 'The provided client secret is invalid.', 401);
  }
  return client;
}

/** `refresh_token_expires_in` comes with consents that end (google/GoogleSignIn-iOS#577). */
function tokens(world: OAuthWorld, principal: Principal, left: number | null): Reply {
  const ends = left === null ? {} : { refresh_token_expires_in: left };
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    json: {
      access_token: world.newAccess(principal),
      expires_in: expiresIn,
      token_type: 'Bearer',
      scope: principal.scope,
      ...ends,
    },
  };
}

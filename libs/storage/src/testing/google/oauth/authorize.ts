import { randomBytes } from 'node:crypto';
import type { Call, Reply } from '../call';
import type { Clock } from '../clock';
import type { OAuthClient, OAuthWorld } from './oauth-world';

/** What an authorization code stands for. */
export interface IssuedCode {
  readonly client: OAuthClient;
  readonly account: string;
  readonly scope: string;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly offline: boolean;
  readonly endsAt: number;
}

const codeMs = 10 * 60_000;

/**
 * The page of Google on which somebody signs in and is asked; the double answers at once as `OAuthWorld.answer` says.
 * https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient, PKCE: …/oauth2/native-app#obtainingaccesstokens
 */
export function authorize(call: Call, world: OAuthWorld, codes: Map<string, IssuedCode>, clock: Clock): Reply {
  const asked = call.url.searchParams;
  const client = world.clients.get(asked.get('client_id') ?? '');
  if (client === undefined) return page(401, 'Error 401: invalid_client');
  const redirectUri = asked.get('redirect_uri') ?? '';
  // Compared as text: "must exactly match one of the authorized redirect URIs".
  if (!client.redirectUris.includes(redirectUri)) return page(400, 'Error 400: redirect_uri_mismatch');
  if (asked.get('response_type') !== 'code') return page(400, 'Error 400: invalid_request');
  const challenge = asked.get('code_challenge');
  if (challenge !== null && asked.get('code_challenge_method') !== 'S256') {
    return page(400, 'Error 400: invalid_request');
  }
  const back = new URL(redirectUri);
  const state = asked.get('state');
  if (state !== null) back.searchParams.set('state', state);
  if (world.answer === 'deny') {
    back.searchParams.set('error', 'access_denied');
    return redirect(back);
  }
  const code = `4/0${randomBytes(32).toString('base64url')}`;
  // Consent is granular: each box can be left empty.
  const scope = world.answer === 'allow' ? (asked.get('scope') ?? '') : '';
  codes.set(code, {
    client,
    account: world.signedInAs,
    scope,
    redirectUri,
    challenge,
    // A refresh token comes only with access_type=offline, and after the first time only with prompt=consent.
    offline: asked.get('access_type') === 'offline' && (asked.get('prompt') === 'consent' || isFirst(world, client)),
    endsAt: clock.now() + codeMs,
  });
  back.searchParams.set('code', code);
  back.searchParams.set('scope', scope);
  return redirect(back);
}

const isFirst = (world: OAuthWorld, client: OAuthClient): boolean =>
  ![...world.consents.values()].some((consent) => consent.client === client && consent.account === world.signedInAs);

const redirect = (to: URL): Reply => ({ status: 302, headers: { location: to.href } });
const page = (status: number, text: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<html><title>${text}</title></html>`,
});

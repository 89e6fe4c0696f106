import { SignJWT } from 'jose';
import * as client from 'openid-client';
import type { HttpClient } from '../../http/http-types';
import { StorageError } from '../../storage-error';
import type { Grant } from './access-tokens';
import { serviceScope, type SignIn } from './sign-in';
import { notToken, signInRefused, tokenServerFailed } from './sign-in-error';

const longestSeconds = 3_600;
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** How a new access token is asked for. Each call is one request. */
export function tokenRequests(signIn: SignIn, http: HttpClient, tokenUrl: string): () => Promise<Grant> {
  let endsAt = signIn.by === 'account' ? signIn.endsAt : null;
  const configuration = configured(signIn, http, tokenUrl);
  return async () => {
    try {
      const answer = await asked(configuration, signIn, tokenUrl);
      // A consent that ends says how long it has (google/GoogleSignIn-iOS#577).
      const left = answer['refresh_token_expires_in'];
      if (typeof left === 'number') endsAt = Date.now() + left * 1_000;
      return { accessToken: answer.access_token, livesMs: (answer.expires_in ?? 300) * 1_000 };
    } catch (cause) {
      throw translated(cause, signIn, endsAt !== null && endsAt <= Date.now());
    }
  };
}

async function asked(
  configuration: client.Configuration,
  signIn: SignIn,
  tokenUrl: string,
): Promise<client.TokenEndpointResponse> {
  if (signIn.by === 'account') return client.refreshTokenGrant(configuration, signIn.refreshToken);
  return client.genericGrantRequest(configuration, jwtBearer, { assertion: await assertion(signIn, tokenUrl) });
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests */
function assertion(
  { email, keyId, privateKey }: SignIn & { by: 'service-account' },
  tokenUrl: string,
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ scope: serviceScope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
    .setIssuer(email)
    .setAudience(tokenUrl)
    .setIssuedAt(now)
    .setExpirationTime(now + longestSeconds)
    .sign(privateKey);
}

function configured(signIn: SignIn, http: HttpClient, tokenUrl: string): client.Configuration {
  const server = { issuer: 'https://accounts.google.com', token_endpoint: tokenUrl };
  const configuration =
    signIn.by === 'account'
      ? new client.Configuration(server, signIn.clientId, undefined, client.ClientSecretPost(signIn.clientSecret))
      : // The assertion says who it is; there is no client.
        new client.Configuration(server, signIn.email, undefined, () => undefined);
  // Ours has limits of its own.
  configuration.timeout = 0;
  configuration[client.customFetch] = (url, options) => fetched(http, url, options);
  if (tokenUrl.startsWith('http:')) client.allowInsecureRequests(configuration);
  return configuration;
}

async function fetched(http: HttpClient, url: string, options: client.CustomFetchOptions): Promise<Response> {
  const { method, headers } = options;
  const form = Buffer.from(options.body instanceof URLSearchParams ? options.body.toString() : '');
  const {
    status,
    headers: got,
    body,
  } = await http.send({ method, url: new URL(url), headers, body: form, expect: 'buffer' });
  if (status === 429 || status >= 500) throw tokenServerFailed(status, got);
  return new Response(new Uint8Array(body), { status, headers: { 'content-type': got['content-type'] ?? '' } });
}

/** What openid-client throws may hold the form that was sent: only Google's own short words go on. */
function translated(cause: unknown, signIn: SignIn, isOver: boolean): StorageError {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (error instanceof StorageError) return error;
    if (error instanceof client.ResponseBodyError) {
      const subtype = error.cause['error_subtype'];
      return signInRefused(signIn, { error: error.error, isOver, asksAgain: subtype === 'invalid_rapt' });
    }
  }
  return notToken();
}

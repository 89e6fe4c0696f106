import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from 'openid-client';
import { Clock } from '../../../accounts/clock';
import { newSecret } from '../../../accounts/secret-token';
import { OUTGOING } from '../../../outgoing/outgoing.module';
import type { Outgoing } from '../../../outgoing/outgoing';
import { InjectEndpoints, type StorageEndpoints } from '../../storage-endpoints';
import { googleEndpoints, type GoogleEndpoints } from './google-endpoints';
import { exchangeRefused, noRefreshToken, scopeMissing } from './google-refusals';
import { guardedFetch, type GuardedFetch } from './guarded-fetch';

/** The user's own OAuth client, and where Google sends the browser back to. */
export interface GoogleClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** What one attempt has to remember. */
export interface BegunAuthorization {
  /** Of Google's page. */
  readonly url: string;
  readonly state: string;
  /** Of PKCE (RFC 7636). */
  readonly verifier: string;
}

export interface GoogleGrant {
  readonly refreshToken: string;
  /** Null: until it is taken away. Consents to a client in the status "Testing" end after seven days. */
  readonly endsAt: Date | null;
  /** E-mail; null: it wasn't told. */
  readonly account: string | null;
}

/** Ten years: whatever is longer is no end. */
const longestSeconds = 10 * 365 * 86_400;
/** Files that Stowbase itself makes, and nothing else in the user's Drive. */
const scope = 'https://www.googleapis.com/auth/drive.file';

/** Google's authorization code flow for a web application, with PKCE: https://developers.google.com/identity/protocols/oauth2/web-server */
@Injectable()
export class GoogleOAuth {
  private readonly endpoints: GoogleEndpoints;
  private readonly fetch: GuardedFetch;

  constructor(
    @Inject(OUTGOING) outgoing: Outgoing,
    @InjectEndpoints() endpoints: StorageEndpoints,
    private readonly clock: Clock,
  ) {
    this.endpoints = googleEndpoints(endpoints);
    this.fetch = guardedFetch(outgoing);
  }

  get host(): string {
    return new URL(this.endpoints.authUrl).host;
  }

  async begin(client: GoogleClient): Promise<BegunAuthorization> {
    const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomPKCECodeVerifier } = await import('openid-client');
    const [state, verifier] = [newSecret(), randomPKCECodeVerifier()];
    const url = buildAuthorizationUrl(await this.configuration(client), {
      redirect_uri: client.redirectUri,
      scope,
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      // Google gives a refresh token only for offline use, and on a second consent only when it is asked for consent again.
      access_type: 'offline',
      prompt: 'consent',
    });
    return { url: url.href, state, verifier };
  }

  /** @throws ApiError `CONNECT_REFUSED`, OutgoingError */
  async exchange(client: GoogleClient, { state, verifier }: BegunAuthorization, code: string): Promise<GoogleGrant> {
    const { authorizationCodeGrant } = await import('openid-client');
    const answer = new URL(client.redirectUri);
    answer.search = new URLSearchParams({ code, state }).toString();
    const tokens = await authorizationCodeGrant(await this.configuration(client), answer, {
      expectedState: state,
      pkceCodeVerifier: verifier,
    }).catch((error: unknown) => {
      throw exchangeRefused(error, client.redirectUri);
    });
    if (tokens.scope !== undefined && !tokens.scope.split(' ').includes(scope)) throw scopeMissing();
    if (tokens.refresh_token === undefined) throw noRefreshToken();
    return {
      refreshToken: tokens.refresh_token,
      endsAt: this.endOf(tokens['refresh_token_expires_in']),
      account: await this.accountOf(tokens.access_token),
    };
  }

  private endOf(seconds: unknown): Date | null {
    return typeof seconds === 'number' && seconds > 0 && seconds < longestSeconds
      ? new Date(this.clock.now().getTime() + seconds * 1_000)
      : null;
  }

  /** https://developers.google.com/workspace/drive/api/reference/rest/v3/about/get; only for show, so that it may fail. */
  private async accountOf(accessToken: string): Promise<string | null> {
    try {
      const reply = await this.fetch(`${this.endpoints.apiBase}/drive/v3/about?fields=user(emailAddress)`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const { user } = (await reply.json()) as { user?: { emailAddress?: unknown } };
      const email = user?.emailAddress;
      return typeof email === 'string' && /^[^\s<>"]{3,254}$/.test(email) ? email : null;
    } catch {
      // OutgoingError or SyntaxError: the account is connected all the same.
      return null;
    }
  }

  private async configuration({ clientId, clientSecret }: GoogleClient): Promise<Configuration> {
    const client = await import('openid-client');
    const { authUrl, tokenUrl } = this.endpoints;
    const server = {
      issuer: 'https://accounts.google.com',
      authorization_endpoint: authUrl,
      token_endpoint: tokenUrl,
    };
    const configuration = new client.Configuration(server, clientId, undefined, client.ClientSecretPost(clientSecret));
    configuration[client.customFetch] = (url, options) => this.fetch(url, options);
    // Google's own addresses are https; a double on this machine is not.
    if (tokenUrl.startsWith('http:')) client.allowInsecureRequests(configuration);
    return configuration;
  }
}

import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { day, type Clock } from '../clock';
import { driveErrors } from '../google-error';
import { revoked } from './oauth-error';

export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
  /** Publishing status "Testing": consents end after seven days. */
  readonly testing: boolean;
}

export interface Consent {
  readonly client: OAuthClient;
  readonly account: string;
  readonly scope: string;
  /** Of the double's clock; null for a published client. */
  readonly endsAt: number | null;
  revoked: boolean;
}

export interface ServiceAccount {
  readonly email: string;
  readonly keyId: string;
  readonly publicKey: KeyObject;
  /** The text of the file that Google Cloud gives. */
  readonly keyFile: string;
}

/** Who may do what with an access token: the app is the client, or the service account itself. */
export interface Principal {
  readonly account: string;
  readonly app: string;
  readonly scope: string;
  readonly isService: boolean;
}

const accessTokenMs = 3_599_000;

/** Clients, consents and tokens, as Google keeps them: https://developers.google.com/identity/protocols/oauth2. */
export class OAuthWorld {
  /** Who sits at the browser, and gives consent. */
  signedInAs = 'ada@example.com';
  /** What the one at the browser answers to the question. */
  answer: 'allow' | 'deny' | 'allow-nothing' = 'allow';
  readonly clients = new Map<string, OAuthClient>();
  readonly serviceAccounts = new Map<string, ServiceAccount>();
  readonly consents = new Map<string, Consent>();
  readonly #access = new Map<string, Principal & { readonly endsAt: number }>();

  constructor(private readonly clock: Clock) {}

  addClient(given: Partial<OAuthClient> = {}): OAuthClient {
    const id = given.id ?? `${randomBytes(6).toString('hex')}.apps.googleusercontent.com`;
    const secret = given.secret ?? `GOCSPX-${randomBytes(21).toString('base64url')}`;
    const client = { id, secret, redirectUris: [], testing: false, ...given };
    this.clients.set(id, client);
    return client;
  }

  /** A key file of a new service account: https://cloud.google.com/iam/docs/keys-create-delete. */
  addServiceAccount(email = 'backup@project.iam.gserviceaccount.com'): ServiceAccount {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keyId = randomBytes(20).toString('hex');
    const keyFile = JSON.stringify({
      type: 'service_account',
      project_id: 'project',
      private_key_id: keyId,
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      client_email: email,
      client_id: '123456789012345678901',
      token_uri: 'https://oauth2.googleapis.com/token',
    });
    const account = { email, keyId, publicKey, keyFile };
    this.serviceAccounts.set(email, account);
    return account;
  }

  /** What the code flow ends with, without a browser. Returns the refresh token. */
  consent(client: OAuthClient, account: string, scope: string): string {
    const token = `1//0${randomBytes(48).toString('base64url')}`;
    const endsAt = client.testing ? this.clock.now() + 7 * day : null;
    this.consents.set(token, { client, account, scope, endsAt, revoked: false });
    return token;
  }

  /** As at myaccount.google.com/permissions: everything that the account ever allowed ends. */
  revoke(account: string): void {
    for (const consent of this.consents.values()) if (consent.account === account) consent.revoked = true;
    this.forgetAccess(account);
  }

  /** Access tokens end before their time. */
  forgetAccess(account?: string): void {
    for (const [token, principal] of this.#access) {
      if (account === undefined || principal.account === account) this.#access.delete(token);
    }
  }

  /** @throws OAuthError `invalid_grant` */
  consentOf(refreshToken: string, client: OAuthClient): Consent {
    const consent = this.consents.get(refreshToken);
    const over = consent?.endsAt !== null && (consent?.endsAt ?? 0) <= this.clock.now();
    if (consent?.client.id !== client.id || consent.revoked || over) throw revoked();
    return consent;
  }

  newAccess(principal: Principal): string {
    const token = `ya29.${randomBytes(60).toString('base64url')}`;
    this.#access.set(token, { ...principal, endsAt: this.clock.now() + accessTokenMs });
    return token;
  }

  /** Whose token is in the header. @throws GoogleError 401 `authError` */
  principalOf(authorization: string | undefined): Principal {
    const [, token = ''] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? [];
    const principal = this.#access.get(token);
    if (principal === undefined || principal.endsAt <= this.clock.now()) throw driveErrors.auth();
    return principal;
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import { retryAfterMs } from '../../http/retry-after';
import { StorageError } from '../../storage-error';
import type { SignIn } from './sign-in';

/** What the token endpoint said. */
export interface SignInRefusal {
  /** RFC 6749 §5.2 */
  readonly error: string;
  /** Google had said that the sign-in ends, and that time has come. */
  readonly isOver: boolean;
  /** A rule of the Workspace wants the password again. */
  readonly asksAgain: boolean;
}

/** Somebody has to sign in again. */
export const reauthRequired = 'REAUTH_REQUIRED';

/** Google's text is the same for a revoked and for an ended sign-in, so ours depends on what we know besides. */
export function signInRefused(signIn: SignIn, { error, isOver, asksAgain }: SignInRefusal): StorageError {
  if (error === 'invalid_client' || error === 'unauthorized_client') {
    return new StorageError(
      'auth',
      'Google does not know this OAuth client, or its secret is another one.',
      'Copy client ID and client secret from the Google Cloud console again.',
      { field: 'clientSecret' },
    );
  }
  if (error !== 'invalid_grant') {
    const word = /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : '';
    return new StorageError(
      'auth',
      `Google refused the sign-in${word}.`,
      'Check the OAuth client in the Google Cloud console.',
    );
  }
  if (signIn.by === 'service-account') {
    return new StorageError(
      'auth',
      'Google refused the key of the service account: it was deleted or disabled, or the clock of this machine is wrong.',
      'Check the clock, and the keys of the service account in Google Cloud; add a new one if needed.',
      { field: 'serviceAccountJson' },
    );
  }
  const options = { code: reauthRequired, field: 'refreshToken' };
  if (asksAgain) {
    return new StorageError(
      'auth',
      'Google wants this account to confirm its sign-in: a rule of your Google Workspace asks for it regularly.',
      'Sign in to Google again; to be asked no more, let the administrator exempt this OAuth client from "Google Cloud session control".',
      options,
    );
  }
  if (isOver) {
    return new StorageError(
      'auth',
      'The sign-in to Google ended after seven days, because the OAuth client has the status "Testing".',
      'Publish the app in the Google Cloud console (Audience), then sign in to Google again.',
      options,
    );
  }
  return new StorageError(
    'auth',
    'Google no longer accepts this sign-in: it was taken back or has ended.',
    'Sign in to Google again; if that is needed every seven days, publish the app in the Google Cloud console.',
    options,
  );
}

export function tokenServerFailed(status: number, headers: IncomingHttpHeaders): StorageError {
  const wait = retryAfterMs(headers);
  return new StorageError(
    status === 429 ? 'rate-limited' : 'unreachable',
    `Google could not give a new access token now (status ${status}).`,
    'Try again later.',
    wait === undefined ? {} : { retryAfterMs: wait },
  );
}

export const notToken = (): StorageError =>
  new StorageError(
    'damaged',
    'What answered at the address for access tokens is not Google.',
    'Check whether something in between (a proxy, a hotel network) answers instead.',
  );

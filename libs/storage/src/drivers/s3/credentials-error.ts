import { StorageError } from '../../storage-error';
import type { Refusal } from './refusal';
import type { Asked } from './s3-error';

const unknownKeys = new Set(['InvalidAccessKeyId', 'InvalidClientTokenId', 'UnrecognizedClientException']);
const wrongTokens = new Set([
  'ExpiredToken',
  'InvalidToken',
  'InvalidSecurity',
  'TokenRefreshRequired',
  'ExpiredTokenException',
]);
const wrongTimes = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']);
const denials = new Set([
  'AccessDenied',
  'AccessForbidden',
  'AllAccessDisabled',
  'AccountProblem',
  'Forbidden',
  'UnauthorizedAccess',
]);

/** What is wrong with the one who asks: each has a sentence of its own, with what would have been needed. */
export function credentialsError({ code, status }: Refusal, asked: Asked, cause: Error): StorageError | null {
  const { place, bucket, operation } = asked;
  if (unknownKeys.has(code)) {
    return new StorageError(
      'auth',
      `${place} does not know the access key ID (it was asked for ${operation.action}).`,
      'Copy the access key ID again, or make a new key there.',
      { field: 'accessKeyId', cause },
    );
  }
  if (code === 'SignatureDoesNotMatch') {
    return new StorageError(
      'auth',
      `${place} knows the access key ID, but the secret access key is another one (it was asked for ${operation.action}).`,
      'Copy the secret access key again, or make a new key there.',
      { field: 'secretAccessKey', cause },
    );
  }
  if (wrongTokens.has(code)) {
    return new StorageError(
      'auth',
      `${place} says that the session token has expired or is not valid.`,
      'Use keys that do not expire, or set new ones.',
      { field: 'sessionToken', cause },
    );
  }
  if (wrongTimes.has(code)) {
    return new StorageError(
      'auth',
      `${place} refused ${operation.action} because the clock of this machine is wrong by more than its limit.`,
      'Set the clock of this machine by NTP.',
      { cause },
    );
  }
  if (code === '' && status === 401) {
    return new StorageError(
      'auth',
      `${place} wants another sign-in than the access key (it was asked for ${operation.action}).`,
      'Check the endpoint: a proxy in between may ask for a password.',
      { cause },
    );
  }
  if (denials.has(code) || (code === '' && status === 403)) {
    return new StorageError(
      'forbidden',
      `${place} does not allow this key ${operation.action} on the bucket "${bucket}" (while ${operation.ending}).`,
      `Give it the permission ${operation.action}, also for what lies below the prefix.`,
      { cause },
    );
  }
  return null;
}

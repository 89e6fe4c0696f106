import { networkError } from '../../http/network-error';
import { alreadyExists, notFound, StorageError } from '../../storage-error';
import { credentialsError } from './credentials-error';
import { noSuchBucket, settingsError } from './settings-error';
import { wrongRegion } from './moved';
import { refusalOf, type Refusal } from './refusal';
import { PageInstead } from './page-instead';
import type { Operation } from './operations';

/** What an error has to name. */
export interface Asked {
  readonly operation: Operation;
  readonly key?: string | undefined;
  readonly bucket: string;
  /** `host:port`. */
  readonly place: string;
  /** Objects are stored with a lock. */
  readonly locks: boolean;
}

/**
 * Whatever the SDK threw, in the words of the contract. Of the store's own words only its code goes along, as cause: its messages
 * repeat pieces of the request.
 */
export function s3Error(thrown: unknown, asked: Asked): StorageError {
  if (thrown instanceof StorageError) return thrown;
  if (thrown instanceof PageInstead) return notS3(asked, thrown);
  const refusal = refusalOf(thrown);
  // A reply that the SDK couldn't read: a page of HTML, half a document.
  if (refusal !== null && refusal.status < 300) return notS3(asked);
  if (refusal !== null) return refused(refusal, asked);
  if (thrown instanceof Error && thrown.name === 'CredentialsProviderError') return noCredentials(thrown);
  if (thrown instanceof SyntaxError) return notS3(asked);
  return networkError(thrown, asked.place);
}

/** What answers, answers not as S3 does: a page of HTML, a document that was cut. */
export const notS3 = ({ place, operation }: Asked, cause?: unknown): StorageError =>
  new StorageError(
    'damaged',
    `What ${place} answered while ${operation.ending} is not an answer of S3.`,
    'Check the endpoint: it must be that of the S3 API, and not of a console or a proxy.',
    { cause },
  );

export function refused(refusal: Refusal, asked: Asked): StorageError {
  const cause = new Error(`${refusal.code || 'no code'} (HTTP ${refusal.status})`);
  return (
    objectError(refusal, asked, cause) ??
    fullError(refusal, asked, cause) ??
    passingError(refusal, asked, cause) ??
    credentialsError(refusal, asked, cause) ??
    settingsError(refusal, asked, cause) ??
    unforeseen(refusal, asked, cause)
  );
}

function objectError({ code, status, region }: Refusal, asked: Asked, cause: Error): StorageError | null {
  const { key = '', operation, place } = asked;
  const needsBucket = ['put', 'begin', 'list', 'uploads'].includes(operation.name);
  if (code === '' && status === 404 && needsBucket) return noSuchBucket(place, asked.bucket, operation.action, cause);
  if (code === 'NoSuchKey' || (code === '' && status === 404)) return notFound(key, cause);
  if (code === 'PreconditionFailed' || code === 'ConditionalRequestConflict' || (code === '' && status === 412)) {
    return operation.name === 'read' ? replaced(key, cause) : alreadyExists(key, cause);
  }
  if (code === 'InvalidRange' || (code === '' && status === 416)) return shorter(key, cause);
  if (code === 'NoSuchUpload') return forgotten(key, cause);
  if (code === 'InvalidObjectState') return archived(key, cause);
  if (['BadDigest', 'InvalidDigest', 'XAmzContentSHA256Mismatch', 'InvalidPart'].includes(code)) {
    return new StorageError(
      'damaged',
      `${place} received other bytes for "${key}" than were sent.`,
      'Start the backup again; if it stays, look for a proxy in between that changes requests.',
      { cause },
    );
  }
  return region !== undefined && code === 'AuthorizationHeaderMalformed' ? wrongRegion(place, region) : null;
}

function fullError({ code, status, message }: Refusal, { place, bucket }: Asked, cause: Error): StorageError | null {
  const full =
    status === 507 ||
    /^(?:Quota|UserQuota|BucketQuota).*Exceeded$|StorageFull$|^(?:StorageQuotaExceeded|NotEnoughSpace|EntityTooLarge)$/.test(
      code,
    ) ||
    // B2 says "AccessDenied", with words of its own.
    (status === 403 && /\bcap exceeded\b/i.test(message));
  if (!full) return null;
  return new StorageError(
    'quota',
    code === 'EntityTooLarge'
      ? `${place} takes no object of this size in the bucket "${bucket}".`
      : `The bucket "${bucket}" at ${place} is full: its quota is used up.`,
    'Free some space or raise the limit there, then start again.',
    { cause },
  );
}

/** What may go away by itself. */
function passingError(
  { code, status, retryAfterMs: wait }: Refusal,
  { place, operation }: Asked,
  cause: Error,
): StorageError | null {
  const options = wait === undefined ? { cause } : { cause, retryAfterMs: wait };
  const busy = ['SlowDown', 'ServiceUnavailable', 'RequestLimitExceeded', 'BandwidthLimitExceeded', 'TooManyRequests'];
  if (status === 429 || status === 503 || busy.includes(code) || code.startsWith('Throttl')) {
    return new StorageError(
      'rate-limited',
      `${place} asked for less haste while ${operation.ending}.`,
      'Try again later, or let fewer backups run at once.',
      options,
    );
  }
  if ([500, 502, 504].includes(status) || code === 'RequestTimeout' || code === 'OperationAborted') {
    return new StorageError(
      'unreachable',
      `${place} had an error of its own while ${operation.ending} (HTTP ${status}).`,
      'Try again later; if it stays, look at the log of the storage.',
      options,
    );
  }
  return null;
}

const unforeseen = ({ code, status }: Refusal, { place, operation }: Asked, cause: Error): StorageError =>
  new StorageError(
    'unexpected',
    `${place} refused ${operation.action} while ${operation.ending} (HTTP ${status}${code === '' ? '' : `, ${code}`}).`,
    'Look the code up in the documentation of the service.',
    { cause },
  );

const replaced = (key: string, cause: Error): StorageError =>
  new StorageError(
    'damaged',
    `"${key}" is not the object that it was before: something replaced it while it was read.`,
    'Use another copy; find out who writes to this storage.',
    { cause },
  );

const shorter = (key: string, cause: Error): StorageError =>
  new StorageError(
    'size-mismatch',
    `"${key}" is shorter than what was asked for.`,
    'The copy may be cut: verify the backup.',
    {
      cause,
    },
  );

const forgotten = (key: string, cause: Error): StorageError =>
  new StorageError(
    'unexpected',
    `The storage does not know the upload of "${key}" any more.`,
    'Check whether a lifecycle rule stops uploads too early, then start again.',
    { cause },
  );

const archived = (key: string, cause: Error): StorageError =>
  new StorageError(
    'forbidden',
    `"${key}" lies in an archive class and can not be read before it is restored there.`,
    'Restore it in the console of the service, then try again.',
    { cause },
  );

const noCredentials = (thrown: Error): StorageError =>
  new StorageError(
    'auth',
    'This machine has no credentials for AWS: no variables, no profile and no role were found.',
    'Give it some, or set an access key for this destination.',
    { field: 'credentials', cause: new Error(thrown.name) },
  );

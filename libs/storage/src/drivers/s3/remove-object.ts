import { StorageError } from '../../storage-error';
import type { ObjectHeads } from './head-object';
import type { S3Requests } from './s3-requests';
import { DeleteObjectCommand, type HeadObjectCommandOutput } from './sdk';

export interface RemoveOptions {
  readonly versionId?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Deletes an object with its bytes. In a bucket with versions that means its version: without it a store would say yes, keep the bytes
 * and only hide the name. Gone already is done.
 * @throws StorageError `locked` with the end of the lock
 */
export async function removeObject(
  requests: S3Requests,
  heads: ObjectHeads,
  key: string,
  { versionId, signal }: RemoveOptions = {},
): Promise<void> {
  const head = await heads.headOrNull(key, { versionId, signal });
  if (head === null) return;
  const version = versionId ?? versionOf(head);
  const input = { Bucket: requests.bucket, Key: key, ...(version === undefined ? {} : { VersionId: version }) };
  try {
    await requests.ask(version === undefined ? 'delete' : 'delete-version', { key, signal }, (client, options) =>
      client.send(new DeleteObjectCommand(input), options),
    );
  } catch (cause) {
    const { lockedUntil } = heads.objectOf(key, head);
    if (isRefusal(cause) && lockedUntil !== undefined && lockedUntil.getTime() > Date.now()) {
      throw locked(key, lockedUntil, cause);
    }
    if (cause instanceof StorageError && cause.kind === 'not-found') return;
    throw cause;
  }
}

/** `null` is the version of what was there before the bucket had versions. */
const versionOf = ({ VersionId }: HeadObjectCommandOutput): string | undefined =>
  VersionId === undefined || VersionId === '' ? undefined : VersionId;

/** What locks are refused with differs: AccessDenied, ObjectLocked, InvalidRequest. */
const isRefusal = (cause: unknown): boolean =>
  cause instanceof StorageError && ['forbidden', 'unexpected', 'invalid-config'].includes(cause.kind);

const locked = (key: string, until: Date, cause: unknown): StorageError =>
  new StorageError(
    'locked',
    `"${key}" is locked in the bucket until ${until.toISOString().slice(0, 10)}.`,
    'Wait until that date; shorten the lock of new objects if it should be earlier.',
    { lockedUntil: until, cause },
  );

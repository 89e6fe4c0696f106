import type { StoredObject } from '../../storage';
import type { Lock } from './new-object';
import type { S3Requests } from './s3-requests';
import { PutObjectRetentionCommand } from './sdk';

/** Stores keep dates to the second, some to the minute. Milliseconds. */
const roundingMs = 60_000;

/**
 * Locks what is stored, where the store took the bytes and not the lock: Ceph 16.2 ignores it for uploads in parts. A key that may not
 * see locks sets it again, to the same date.
 */
export async function lockObject(
  requests: S3Requests,
  stored: StoredObject,
  { mode, until }: Lock,
  signal: AbortSignal,
): Promise<StoredObject> {
  if (stored.lockedUntil !== undefined && stored.lockedUntil.getTime() >= until.getTime() - roundingMs) return stored;
  const { key, versionId } = stored;
  const input = {
    Bucket: requests.bucket,
    Key: key,
    Retention: { Mode: mode, RetainUntilDate: until },
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
  await requests.ask('lock', { key, signal }, (client, options) =>
    client.send(new PutObjectRetentionCommand(input), options),
  );
  return { ...stored, lockedUntil: until };
}

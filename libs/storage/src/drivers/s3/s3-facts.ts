import type { StorageFacts } from '../../storage';
import { StorageError } from '../../storage-error';
import type { S3Requests } from './s3-requests';
import { GetBucketVersioningCommand, GetObjectLockConfigurationCommand } from './sdk';
import type { StoreClock } from './store-clock';

interface Known {
  readonly encrypted: boolean;
  readonly clock: StoreClock;
  /** The destination's own settings lock what it stores. */
  readonly locks: boolean;
}

export async function s3Facts(requests: S3Requests, { encrypted, clock, locks }: Known): Promise<StorageFacts> {
  const versioning = await unlessRefused(async () => {
    const input = { Bucket: requests.bucket };
    const { Status } = await requests.ask('versioning', {}, (client, options) =>
      client.send(new GetBucketVersioningCommand(input), options),
    );
    return Status === 'Enabled';
  });
  const locking = locks || (await unlessRefused(() => isLocking(requests)));
  return { tls: encrypted ? 'verified' : 'none', clockSkewMs: clock.skewMs, versioning, locking };
}

/** Whether the bucket locks objects that nobody asked to lock. */
async function isLocking(requests: S3Requests): Promise<boolean> {
  try {
    const { ObjectLockConfiguration } = await requests.ask('locking', {}, (client, options) =>
      client.send(new GetObjectLockConfigurationCommand({ Bucket: requests.bucket }), options),
    );
    return ObjectLockConfiguration?.Rule?.DefaultRetention !== undefined;
  } catch (cause) {
    const said = cause instanceof StorageError && cause.cause instanceof Error ? cause.cause.message : '';
    if (said.startsWith('ObjectLockConfigurationNotFound')) return false;
    throw cause;
  }
}

/** Null for what the key may not ask or the store doesn't know; a store that can't be reached is an error all the same. */
async function unlessRefused(ask: () => Promise<boolean>): Promise<boolean | null> {
  try {
    return await ask();
  } catch (cause) {
    const passing = ['unreachable', 'rate-limited', 'stalled', 'auth', 'cancelled'];
    if (cause instanceof StorageError && !passing.includes(cause.kind)) return null;
    throw cause;
  }
}

import type { Readable } from 'node:stream';
import { StorageError, notFound } from '../../storage-error';
import type { StoredObject } from '../../storage';
import type { S3Requests } from './s3-requests';
import { noSuchBucket } from './settings-error';
import { GetObjectCommand, HeadBucketCommand, HeadObjectCommand, type HeadObjectCommandOutput } from './sdk';

export interface HeadOptions {
  readonly versionId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the store says of an object: for everything that looks at one. */
export class ObjectHeads {
  #bucketSeen = false;

  constructor(
    private readonly requests: S3Requests,
    private readonly place: string,
  ) {}

  /** @throws StorageError `not-found`, and everything that its reply without a body hid */
  async head(key: string, { versionId, signal }: HeadOptions = {}): Promise<HeadObjectCommandOutput> {
    const input = {
      Bucket: this.requests.bucket,
      Key: key,
      ...(versionId === undefined ? {} : { VersionId: versionId }),
    };
    try {
      const head = await this.requests.ask('look', { key, signal }, (client, options) =>
        client.send(new HeadObjectCommand(input), options),
      );
      this.requests.demand(head.ETag, 'look');
      this.#bucketSeen = true;
      return head;
    } catch (cause) {
      if (!(cause instanceof StorageError)) throw cause;
      if (cause.kind === 'not-found') await this.#demandBucket(signal);
      // A HEAD has no body that could tell a wrong key from a missing permission: the same as a GET has one.
      if (cause.kind === 'forbidden' || cause.kind === 'unexpected') throw await this.#reason(key, signal, cause);
      throw cause;
    }
  }

  /** Null when there is none. */
  async headOrNull(key: string, options: HeadOptions = {}): Promise<HeadObjectCommandOutput | null> {
    try {
      return await this.head(key, options);
    } catch (cause) {
      if (cause instanceof StorageError && cause.kind === 'not-found') return null;
      throw cause;
    }
  }

  async stat(key: string, options: HeadOptions = {}): Promise<StoredObject> {
    return this.objectOf(key, await this.head(key, options));
  }

  objectOf(key: string, head: HeadObjectCommandOutput): StoredObject {
    const lockedUntil = lockEnd(head);
    return {
      key,
      size: this.requests.demand(head.ContentLength, 'look'),
      etag: this.requests.demand(head.ETag, 'look'),
      modified: toSeconds(this.requests.demand(head.LastModified, 'look')),
      ...(head.VersionId === undefined || head.VersionId === 'null' ? {} : { versionId: head.VersionId }),
      ...(lockedUntil === undefined ? {} : { lockedUntil }),
    };
  }

  /** "Not found" without a body may be the bucket. Asked once: buckets with something in them don't vanish. */
  async #demandBucket(signal: AbortSignal | undefined): Promise<void> {
    if (this.#bucketSeen) return;
    const { bucket } = this.requests;
    try {
      await this.requests.ask('bucket', { key: bucket, signal }, (client, options) =>
        client.send(new HeadBucketCommand({ Bucket: bucket }), options),
      );
    } catch (cause) {
      if (!(cause instanceof StorageError)) throw cause;
      if (cause.kind === 'not-found') throw noSuchBucket(this.place, bucket, 's3:ListBucket');
      // Who may not look at it has got an answer for the object all the same.
      if (cause.kind !== 'forbidden') throw cause;
    }
    this.#bucketSeen = true;
  }

  async #reason(key: string, signal: AbortSignal | undefined, instead: StorageError): Promise<unknown> {
    try {
      const input = { Bucket: this.requests.bucket, Key: key, Range: 'bytes=0-0' };
      const read = await this.requests.ask('look', { key, signal }, (client, options) =>
        client.send(new GetObjectCommand(input), options),
      );
      // Whatever comes, and however much: that it may be read is all that was to be known.
      (read.Body as Readable | undefined)?.destroy();
      return instead;
    } catch (cause) {
      return cause instanceof StorageError && cause.kind === 'not-found' ? notFound(key, cause) : cause;
    }
  }
}

/** Lists tell milliseconds, HEAD only seconds: both shall say the same of an object. */
export const toSeconds = (date: Date): Date => new Date(Math.floor(date.getTime() / 1_000) * 1_000);

/** A legal hold has no end of its own. */
function lockEnd(head: HeadObjectCommandOutput): Date | undefined {
  if (head.ObjectLockLegalHoldStatus === 'ON') return new Date('9999-12-31T00:00:00Z');
  return head.ObjectLockRetainUntilDate;
}

import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { lastStepMs } from '../../stall-limit';
import { StorageError } from '../../storage-error';
import { withBodyDigest } from './body-digest';
import type { NewObject } from './new-object';
import { PageInstead } from './page-instead';
import type { S3Requests } from './s3-requests';
import type { StoreHabits } from './store-habits';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from './sdk';

/** Between looks whether a stopped upload is gone. */
const lookAgainMs = 100;
const mostLooks = 300;

export interface MultipartOf {
  readonly requests: S3Requests;
  readonly object: NewObject;
  readonly store: StoreHabits;
}

/** One upload in parts. None of its requests is repeated here. */
export class Multipart {
  readonly #etags = new Map<number, string>();

  constructor(
    private readonly requests: S3Requests,
    private readonly object: NewObject,
    private readonly store: StoreHabits,
    readonly uploadId: string,
  ) {}

  static async begin({ requests, object, store }: MultipartOf, signal: AbortSignal): Promise<Multipart> {
    const { key } = object;
    const begun = await requests.ask('begin', { key, signal }, (client, options) =>
      client.send(new CreateMultipartUploadCommand(object.described), options),
    );
    return new Multipart(requests, object, store, requests.demand(begun.UploadId, 'begin'));
  }

  /** @param number from 1 */
  async send(number: number, body: Buffer, signal: AbortSignal): Promise<void> {
    const part = { ...this.#which, PartNumber: number, Body: body, ContentLength: body.length };
    const sent = await withBodyDigest(body, this.store, (digest) =>
      this.requests.ask('part', { key: this.object.key, signal }, (client, options) =>
        client.send(new UploadPartCommand({ ...part, ...digest }), options),
      ),
    );
    this.#etags.set(number, this.requests.demand(sent.ETag, 'part'));
  }

  async complete(condition: { IfNoneMatch?: '*' }, signal: AbortSignal): Promise<void> {
    const { key } = this.object;
    const completed = await this.requests.ask('complete', { key, signal, deadlineMs: lastStepMs }, (client, options) =>
      client.send(
        new CompleteMultipartUploadCommand({ ...this.#which, ...condition, MultipartUpload: { Parts: this.#parts } }),
        options,
      ),
    );
    // Ceph 16.2 leaves it empty, which is all right: the look that follows has it.
    if (completed.ETag === undefined) throw this.requests.notS3('complete');
  }

  /** What S3 computes from the parts' MD5: `md5(md5 md5 …)-n`; null where the ETags of the parts are something else. */
  get etag(): string | null {
    const digests = this.#parts.map(({ ETag }) => /^"?([0-9a-f]{32})"?$/.exec(ETag)?.[1]);
    if (!digests.every((digest) => digest !== undefined)) return null;
    const hash = createHash('md5');
    for (const digest of digests) hash.update(Buffer.from(digest, 'hex'));
    return `"${hash.digest('hex')}-${digests.length}"`;
  }

  abort(signal: AbortSignal): Promise<void> {
    return abortMultipart(this.requests, this.object.key, this.uploadId, signal);
  }

  get #which(): { Bucket: string; Key: string; UploadId: string } {
    return { Bucket: this.requests.bucket, Key: this.object.key, UploadId: this.uploadId };
  }

  /** S3 wants them in order; they end in any. */
  get #parts(): { PartNumber: number; ETag: string }[] {
    return [...this.#etags]
      .map(([PartNumber, ETag]) => ({ PartNumber, ETag }))
      .sort((a, b) => a.PartNumber - b.PartNumber);
  }
}

/**
 * Stops an upload, and again until the store doesn't know it any more: a part that was under way can arrive after the first stop.
 * Gone already is done.
 */
export async function abortMultipart(
  requests: S3Requests,
  key: string,
  uploadId: string,
  signal: AbortSignal,
): Promise<void> {
  const which = { Bucket: requests.bucket, Key: key, UploadId: uploadId };
  for (let looks = 1; ; looks += 1) {
    const stopped = requests.ask('abort', { key, signal }, (client, options) =>
      client.send(new AbortMultipartUploadCommand(which), options),
    );
    await stopped.catch(unlessGone);
    const parts = requests.ask('parts', { key, signal }, (client, options) =>
      client.send(new ListPartsCommand({ ...which, MaxParts: 1 }), options),
    );
    const said = await parts.catch(unlessGone);
    // A store that doesn't know the question gives something else: then its yes to the stop has to do.
    if (said === gone || said.UploadId !== uploadId) return;
    // A commit that has nothing to send but one object waits for this, too: not for ever.
    if (looks === mostLooks) throw stays(key);
    await delay(lookAgainMs, undefined, { signal });
  }
}

const stays = (key: string): StorageError =>
  new StorageError(
    'unexpected',
    `The storage says that it stopped the upload of "${key}", but keeps it.`,
    'Look at its unfinished uploads in the console of the service, then start again.',
  );

const gone = 'gone';

/** Stores say "no such upload", some "no such key", and some don't know the question; a page says nothing of the store. */
function unlessGone(cause: unknown): typeof gone {
  if (cause instanceof StorageError && cause.cause instanceof PageInstead) throw cause;
  if (cause instanceof StorageError && cause.kind === 'damaged') return gone;
  const code = cause instanceof StorageError && cause.cause instanceof Error ? cause.cause.message : '';
  if (code.startsWith('NoSuchUpload ') || (cause instanceof StorageError && cause.kind === 'not-found')) return gone;
  throw cause;
}

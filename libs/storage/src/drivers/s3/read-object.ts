import { Readable } from 'node:stream';
import { rangeOf } from '../../byte-range';
import { exactStream } from '../../exact-stream';
import type { GetOptions, StoredObject } from '../../storage';
import { StorageError } from '../../storage-error';
import type { ObjectHeads } from './head-object';
import type { S3Requests } from './s3-requests';
import { GetObjectCommand, type GetObjectCommandOutput } from './sdk';

/** What is read: some bytes of an object, all of which is known or only how it is told apart. */
interface Wanted {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  /** Of the whole object, where it is known. */
  readonly size?: number;
}

/**
 * Exactly the bytes that were asked for. All of an object is a range, too: what comes back is checked the same way. A look at the object
 * comes first only where its size is needed: whoever reads an archive piece by piece pays one request for each.
 */
export async function readObject(
  requests: S3Requests,
  heads: ObjectHeads,
  key: string,
  options: GetOptions,
): Promise<Readable> {
  const { signal, range, ifMatch } = options;
  const unseen: StoredObject = {
    key,
    size: Infinity,
    modified: new Date(0),
    ...(ifMatch === undefined ? {} : { etag: ifMatch }),
  };
  // Judged before anything is asked: what is no range is nobody's.
  if (range !== undefined) rangeOf(unseen, options);
  if (range !== undefined && range.start < range.end) {
    return streamOf(requests, { key, ...range, etag: ifMatch }, signal);
  }
  const object = await heads.stat(key, { signal });
  const { start, end } = rangeOf(object, options);
  if (start === end) return exactStream(Readable.from([]), { key, bytes: 0, signal });
  const { size, etag, versionId } = object;
  return streamOf(requests, { key, start, end, size, etag, versionId }, signal);
}

async function streamOf(requests: S3Requests, wanted: Wanted, signal: AbortSignal | undefined): Promise<Readable> {
  const { key, start, end, etag, versionId } = wanted;
  const input = {
    Bucket: requests.bucket,
    Key: key,
    Range: `bytes=${start}-${end - 1}`,
    ...(etag === undefined ? {} : { IfMatch: etag }),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
  const reply = await requests.ask('read', { key, signal }, (client, call) =>
    client.send(new GetObjectCommand(input), call),
  );
  const body = requests.demand(reply.Body, 'read') as Readable;
  try {
    demandRange(reply, wanted);
  } catch (cause) {
    body.destroy();
    throw cause;
  }
  return exactStream(body, { key, bytes: end - start, signal });
}

/** SDKs take a whole object, a shorter range and another object for what was asked. */
function demandRange({ $metadata, ContentRange = '', ETag }: GetObjectCommandOutput, wanted: Wanted): void {
  const { key, start, end, size, etag } = wanted;
  const [, from, to, of] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(ContentRange) ?? [];
  const isRange = $metadata.httpStatusCode === 206 && Number(from) === start && Number(to) === end - 1;
  if (!isRange || (size !== undefined && Number(of) !== size)) {
    throw new StorageError(
      'size-mismatch',
      `Bytes ${start} to ${end} of "${key}" were asked for, but the storage gave something else.`,
      'The copy may be cut, or a proxy in between does not know ranges: verify the backup.',
    );
  }
  if (etag === undefined || ETag === undefined || ETag === etag) return;
  throw new StorageError(
    'damaged',
    `"${key}" is not the object that it was before: something replaced it.`,
    'Use another copy; find out who writes to this storage.',
  );
}

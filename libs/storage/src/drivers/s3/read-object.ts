import { Readable } from 'node:stream';
import { rangeOf } from '../../byte-range';
import { exactStream } from '../../exact-stream';
import type { GetOptions } from '../../storage';
import { StorageError } from '../../storage-error';
import type { ObjectHeads } from './head-object';
import type { S3Requests } from './s3-requests';
import { GetObjectCommand } from './sdk';

/**
 * Exactly the bytes that were asked for, of exactly the object that is there now. All of it is a range, too: what comes back is
 * checked the same way.
 */
export async function readObject(
  requests: S3Requests,
  heads: ObjectHeads,
  key: string,
  options: GetOptions,
): Promise<Readable> {
  const { signal } = options;
  const object = await heads.stat(key, { signal });
  const { start, end } = rangeOf(object, options);
  const exact = { key, bytes: end - start, signal };
  if (start === end) return exactStream(Readable.from([]), exact);
  const input = {
    Bucket: requests.bucket,
    Key: key,
    Range: `bytes=${start}-${end - 1}`,
    ...(object.etag === undefined ? {} : { IfMatch: object.etag }),
    ...(object.versionId === undefined ? {} : { VersionId: object.versionId }),
  };
  const reply = await requests.ask('read', { key, signal }, (client, call) =>
    client.send(new GetObjectCommand(input), call),
  );
  const body = requests.demand(reply.Body, 'read') as Readable;
  const wanted = `bytes ${start}-${end - 1}/${object.size}`;
  if (reply.$metadata.httpStatusCode === 206 && reply.ContentRange === wanted) return exactStream(body, exact);
  body.destroy();
  throw new StorageError(
    'size-mismatch',
    `Bytes ${start} to ${end} of "${key}" were asked for, but the storage gave something else.`,
    'Look for a proxy or cache in between that does not know ranges.',
  );
}

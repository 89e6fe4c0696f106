import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { placeOf } from '../../http/network-error';
import type { StoredObject } from '../../storage';
import { StorageError } from '../../storage-error';
import type { DavClient } from './dav-client';

interface Wanted {
  readonly object: StoredObject;
  readonly start: number;
  readonly end: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes [start, end) of an object as it was looked up. Anything but exactly that range of exactly that object is an error: a 200
 * for a part, another length, another ETag.
 */
export async function openBody(dav: DavClient, url: URL, wanted: Wanted): Promise<Readable> {
  const { object, start, end, signal } = wanted;
  const whole = start === 0 && end === object.size;
  const reply = await dav.open(url, {
    headers: whole ? {} : { range: `bytes=${start}-${end - 1}` },
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    if (reply.status !== 200 && reply.status !== 206) throw dav.error(reply, object.key, url);
    demandSame(object, reply.headers.etag, url);
    if (reply.status !== (whole ? 200 : 206) || !fits(reply.headers, wanted, whole)) throw otherRange(object.key, url);
    return reply.body;
  } catch (cause) {
    reply.body.destroy();
    throw cause;
  }
}

function fits(headers: IncomingHttpHeaders, { object, start, end }: Wanted, whole: boolean): boolean {
  const length = headers['content-length'];
  if (length !== undefined && length !== String(end - start)) return false;
  return whole || headers['content-range'] === `bytes ${start}-${end - 1}/${object.size}`;
}

function demandSame({ key, etag }: StoredObject, got: string | undefined, url: URL): void {
  if (etag === undefined || got === undefined || got.replace(/^W\//, '') === etag) return;
  throw new StorageError(
    'damaged',
    `"${key}" on ${placeOf(url)} was replaced while it was read.`,
    'Use another copy; find out who writes to this storage.',
  );
}

const otherRange = (key: string, url: URL): StorageError =>
  new StorageError(
    'size-mismatch',
    `${placeOf(url)} gave another part of "${key}" than was asked for.`,
    'Look for a cache or proxy in between that changes requests for ranges.',
  );

import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Storage } from '@stowbase/storage';
import type { Request, Response } from 'express';
import type { BackupCopy } from '../backups/backup-copy.entity';
import { readRange, type ByteRange } from './byte-range';
import { fail } from './downloads.errors';
import { responseSink } from './response-sink';

/**
 * A stored copy into a response: always with its length and an ETag, so that every client sees a cut. The bytes are counted; what can't be
 * finished ends by a reset, never by an ordinary end.
 * @throws ApiError `COPY_DAMAGED` while nothing was sent yet
 */
export async function sendCopy(
  request: Request,
  response: Response,
  { storage, copy, fileName }: { storage: Storage; copy: BackupCopy; fileName: string },
): Promise<void> {
  const { key, size } = copy;
  if (key === null || size === null) throw damaged();
  const etag = `"${copy.sha256 ?? copy.id}"`;
  const range = matches(request.get('if-range'), etag) ? readRange(request.headers.range, size) : null;
  response.set({
    'accept-ranges': 'bytes',
    etag,
    'cache-control': 'no-store, no-transform',
    'content-type': 'application/x-tar',
  });
  response.attachment(fileName);
  if (range === 'unsatisfiable') {
    response
      .status(416)
      .set({ 'content-range': `bytes */${size}`, 'content-length': '0' })
      .end();
    return;
  }
  const { start, end }: ByteRange = range ?? { start: 0, end: size };
  if (range !== null) response.status(206).set('content-range', `bytes ${start}-${end - 1}/${size}`);
  response.set('content-length', String(end - start));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const stored = await storage.stat(key).catch((cause: unknown) => {
    throw damaged(cause);
  });
  if (stored.size !== size) throw damaged();
  const aborted = new AbortController();
  response.once('close', () => aborted.abort());
  const body = await storage.get(key, { ...(range === null ? {} : { range }), signal: aborted.signal });
  await pipeline(body, exactly(end - start), responseSink(response));
}

/** `If-Range` asks for the whole file when it isn't the same any more. */
const matches = (ifRange: string | undefined, etag: string): boolean => ifRange === undefined || ifRange === etag;

function exactly(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length;
      if (left < 0) return done(new Error('the destination gave more bytes than were stored'));
      done(null, chunk);
    },
    flush(done) {
      done(left === 0 ? null : new Error('the destination gave fewer bytes than were stored'));
    },
  });
}

const damaged = (cause?: unknown): Error =>
  fail('COPY_DAMAGED', 'The destination does not give this copy as it was stored.', {
    nextStep: 'Check the copy, and take another one if the backup has it.',
    cause,
  });

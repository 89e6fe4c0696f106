import { PassThrough, pipeline, type Readable } from 'node:stream';
import type { HttpRequest } from './http-types';
import { networkError, replyTooLong } from './network-error';
import type { RequestEnd } from './request-end';

const defaultMaxReplyBytes = 1024 * 1024;

/** @throws StorageError `damaged` when it is longer than asked for, unless nothing in it matters. */
export async function readWhole(
  body: Readable,
  { expect, maxReplyBytes = defaultMaxReplyBytes }: HttpRequest,
  place: string,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop ends the connection.
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxReplyBytes) {
      if (expect === 'nothing') break;
      throw replyTooLong(place, maxReplyBytes);
    }
    if (expect === 'buffer') pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The body of a reply, with errors in our words. Destroying it ends the connection. */
export function streamed(source: Readable, place: string, end: RequestEnd): Readable {
  const body = new PassThrough({ highWaterMark: 256 * 1024 });
  // Nobody may listen yet: that is no crash.
  body.on('error', () => undefined);
  // Before the listeners of the pipeline, so that the reader sees the translated error.
  source.once('error', (cause) => body.destroy(end.reason(place) ?? networkError(cause, place)));
  pipeline(source, body, () => {
    end.settle();
    source.destroy();
  });
  return body;
}

import type { Dispatcher } from 'undici';
import type { HttpRequest } from './http-types';
import type { RequestEnd } from './request-end';

/** The connection takes so much at once: what is larger would hide that nothing moves. Bytes. */
const pieceBytes = 256 * 1024;

type Sent = Pick<Dispatcher.RequestOptions, 'headers' | 'body'>;

/** Body and headers as undici takes them. */
export function sentBody({ body, headers = {} }: HttpRequest, end: RequestEnd): Sent {
  if (body === undefined) return { headers, body: null };
  if (Buffer.isBuffer(body) && body.length <= pieceBytes) return { headers, body };
  const length = Buffer.isBuffer(body) ? { 'content-length': String(body.length) } : {};
  const chunks = Buffer.isBuffer(body) ? [body] : body;
  // Not in undici's type, but in its code: an async iterable is read piece by piece, as the socket drains.
  return { headers: { ...headers, ...length }, body: watched(chunks, end) as unknown as Buffer };
}

async function* watched(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, end: RequestEnd): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      end.bodyOffered();
      yield chunk.subarray(start, start + pieceBytes);
      end.bodyTaken();
    }
  }
  end.bodySent();
}

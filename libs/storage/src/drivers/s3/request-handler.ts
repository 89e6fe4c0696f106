import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { HttpClient, HttpReply } from '../../http/http-types';
import { isMoved, movedElsewhere } from './moved';
import { isPage, PageInstead } from './page-instead';
import type { StoreClock } from './store-clock';

/** A request as the SDK hands it to a handler, signed. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  /** Encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkHandlerOptions {
  readonly abortSignal?: AbortSignal;
  /** Milliseconds: a deadline other than the usual one. */
  readonly requestTimeout?: number;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

/** A page of a list has 1,000 keys of up to 1,024 bytes, each of which XML may write as six. Bytes. */
const longestReply = 8 * 1024 * 1024;
const redirects = Array.from({ length: 100 }, (_, index) => 300 + index);

/**
 * Sends the SDK's requests over our own HTTP: sockets, certificates, time limits and the words of errors are the same as for every
 * destination. Bodies are Buffers, sent by pieces. No redirect is followed.
 */
export function requestHandler(http: HttpClient, clock: StoreClock) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest, options: SdkHandlerOptions = {}): Promise<{ response: SdkResponse }> {
      const url = urlOf(request);
      const body = bodyOf(request.body);
      const wanted = {
        method: request.method,
        url,
        headers: request.headers,
        maxReplyBytes: longestReply,
        passes: redirects,
        ...(body === undefined ? {} : { body }),
        ...(options.abortSignal === undefined ? {} : { signal: options.abortSignal }),
        ...(options.requestTimeout === undefined ? {} : { deadlineMs: options.requestTimeout }),
      };
      // Only objects are read as they come, and always by a range.
      const isObject = request.method === 'GET' && 'range' in lowerCased(request.headers);
      const asked = Date.now();
      const reply = isObject
        ? await http.send({ ...wanted, expect: 'stream' })
        : await http.send({ ...wanted, expect: 'buffer' });
      clock.learn(reply.headers.date, asked, Date.now());
      if (isObject && reply.status === 206) return { response: responseOf(reply) };
      const said = await wholeOrStart(reply);
      if ((reply.status < 300 || reply.status === 404) && isPage(said)) throw new PageInstead(reply.status);
      if (isMoved(reply.status)) throw movedElsewhere(url, reply.headers, said.toString('utf8', 0, 4_096));
      return { response: responseOf({ ...reply, body: said }) };
    },
    destroy: (): void => undefined,
    updateHttpClientConfig: (): void => undefined,
    httpHandlerConfigs: (): Record<string, never> => ({}),
  };
}

function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as string[]) : [value as string | null]).map((one) =>
      one === null ? encoded(name) : `${encoded(name)}=${encoded(one)}`,
    ),
  );
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
  url.search = pairs.join('&');
  return url;
}

/** As signatures want it: everything but the unreserved characters of RFC 3986. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function bodyOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new Error('The body of a request is a Buffer here.');
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function responseOf({ status, headers, body }: HttpReply<Readable | Buffer>): SdkResponse {
  return { statusCode: status, headers: flat(headers), body: Buffer.isBuffer(body) ? Readable.from([body]) : body };
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** What isn't an object has its say within this, whatever it sends. Bytes. */
const longestSay = 64 * 1024;

/** Leaving a stream early ends its connection. */
async function wholeOrStart({ status, body }: HttpReply<Readable | Buffer>): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body;
  // A whole object, or a page, where a part was asked for: nothing in it matters, and it may never end.
  if (status < 300) {
    body.destroy();
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > longestSay) break;
  }
  return Buffer.concat(chunks);
}

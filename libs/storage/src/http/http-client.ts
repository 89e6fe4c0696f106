import type { Readable } from 'node:stream';
import { request as send, type Dispatcher } from 'undici';
import type { OutgoingConnect } from '../driver';
import { stallMs } from '../stall-limit';
import { dispatcherOver } from './dispatcher';
import type { HttpClient, HttpLimits, HttpReply, HttpRequest } from './http-types';
import { networkError, placeOf, redirected } from './network-error';
import { readWhole, streamed } from './read-reply';
import { RequestEnd } from './request-end';
import { sentBody } from './sent-body';

export interface HttpOptions {
  /** Lets `http://` go to public hosts too. */
  readonly allowInsecure?: boolean;
  /** PEM of the authorities that are trusted instead of the well-known ones. */
  readonly ca?: string | undefined;
  readonly limits?: Partial<HttpLimits>;
}

const defaultLimits: HttpLimits = {
  connectMs: 10_000,
  stallMs,
  deadlineMs: 120_000,
  slowestBytesPerSecond: 64 * 1024,
};

/**
 * HTTP for destinations: every socket comes from `connect`, connections are kept alive, redirects are never followed, and nothing waits
 * for ever. Nothing is sent twice: what may be repeated, the caller knows.
 */
export function openHttp(connect: OutgoingConnect, options: HttpOptions = {}): HttpClient {
  const limits = { ...defaultLimits, ...options.limits };
  const closing = new AbortController();
  const dispatcher = dispatcherOver(connect, { ...options, limits, closing: closing.signal });
  async function close(): Promise<void> {
    closing.abort();
    await dispatcher.destroy();
  }
  return { send: (request: HttpRequest) => exchanged(dispatcher, request, limits), close } as HttpClient;
}

async function exchanged(
  dispatcher: Dispatcher,
  request: HttpRequest,
  limits: HttpLimits,
): Promise<HttpReply<Readable | Buffer>> {
  const place = placeOf(request.url);
  const end = new RequestEnd(request, limits);
  try {
    const reply = await send(request.url, {
      dispatcher,
      // WebDAV has methods that undici's type doesn't list.
      method: request.method,
      bodyTimeout: limits.stallMs,
      signal: end.signal,
      ...sentBody(request, end),
    });
    // Whoever leaves early ends the connection; nobody waits for what that does to the rest of the body.
    reply.body.on('error', endedWithTheConnection);
    const { statusCode: status, headers } = reply;
    if (status >= 300 && status < 400 && request.passes?.includes(status) !== true) {
      reply.body.destroy();
      throw redirected(request.url, headers.location);
    }
    if (request.expect === 'stream') {
      // What only says why there is nothing to read has no more time than any other answer.
      if (status < 300) end.replyBegun();
      return { status, headers, body: streamed(reply.body, place, end) };
    }
    const body = await readWhole(reply.body, request, place);
    end.settle();
    return { status, headers, body };
  } catch (cause) {
    end.settle();
    throw end.reason(place) ?? networkError(cause, place);
  }
}

const endedWithTheConnection = (): void => undefined;

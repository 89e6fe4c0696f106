import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export interface HttpRequest {
  readonly method: string;
  /** Its password and user name, if any, are not used: give an `authorization` header. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** A Buffer can be sent again by the caller; anything else is read once, chunk by chunk, with an end that nobody knows yet. */
  readonly body?: Buffer | AsyncIterable<Buffer>;
  readonly signal?: AbortSignal;
  /**
   * Milliseconds, from the start to the whole reply (`stream`: to its headers). Of a body that isn't a Buffer only what comes after
   * its end is counted. Default: 120 s, and a second more for each 64 KiB of the body.
   */
  readonly deadlineMs?: number;
  /** `buffer`: the whole reply. `stream`: as it comes. `nothing`: what is in it doesn't matter. */
  readonly expect: 'buffer' | 'stream' | 'nothing';
  /** The longest reply that is read whole, bytes; 1 MiB. */
  readonly maxReplyBytes?: number;
  /** Statuses from 300 to 399 that mean something here (304, 308); all others are refused as redirects. */
  readonly passes?: readonly number[];
}

/** Any status but redirects: what it means, the caller knows. */
export interface HttpReply<Body> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
}

/** Requests to the servers of one destination. Every failure on the way is a `StorageError` that names host and port. */
export interface HttpClient {
  send(request: HttpRequest & { readonly expect: 'stream' }): Promise<HttpReply<Readable>>;
  send(request: HttpRequest & { readonly expect: 'buffer' | 'nothing' }): Promise<HttpReply<Buffer>>;
  /** Ends every connection at once, also those in use. */
  close(): Promise<void>;
}

/** Milliseconds, but for the last; tests shorten them. */
export interface HttpLimits {
  /** Until a connection is there, encryption included. */
  readonly connectMs: number;
  /** No byte moved for so long, while one should. */
  readonly stallMs: number;
  /** What every request has, whatever its length. */
  readonly deadlineMs: number;
  /** Of a link that is still healthy: a body gives its request so much more time. */
  readonly slowestBytesPerSecond: number;
}

import type { IncomingHttpHeaders } from 'node:http';

export interface OutgoingRequest {
  /** http or https, without user and password. */
  readonly url: string | URL;
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From the look-up to the last byte of the reply, ms; default 10,000. */
  readonly timeoutMs?: number;
  /** Longest body of the reply, bytes; default 65,536. */
  readonly maxReplyBytes?: number;
  /** http:// to a public host is allowed. */
  readonly allowInsecure?: boolean;
  /** Trusted root certificates, PEM; default: Node's list. */
  readonly ca?: string;
  readonly signal?: AbortSignal;
}

/** Any status but a redirect. The body may hold anything: it is never put into an error, a log or a reply of ours. */
export interface OutgoingReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export const defaultTimeoutMs = 10_000;
export const defaultMaxReplyBytes = 65_536;

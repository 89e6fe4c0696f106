import type { Outgoing } from '../../../outgoing/outgoing';
import type { OutgoingRequest } from '../../../outgoing/request-types';

interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null;
}

export type GuardedFetch = (url: string, options: FetchOptions) => Promise<Response>;

/** In the form of `fetch`, for libraries that take one: every request goes through the guard, and no redirect is followed. */
export function guardedFetch(outgoing: Outgoing): GuardedFetch {
  return async (url, { method = 'GET', headers, body, signal }) => {
    const {
      status,
      headers: received,
      body: bytes,
    } = await outgoing.request({
      url,
      method: method as NonNullable<OutgoingRequest['method']>,
      headers: { ...headers },
      ...(body === undefined || body === null ? {} : { body: textOf(body) }),
      ...(signal === undefined || signal === null ? {} : { signal }),
    });
    const type = received['content-type'];
    return new Response(mayHaveBody(status) ? new Uint8Array(bytes) : null, {
      status,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  };
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('only texts and forms are sent');
}

const mayHaveBody = (status: number): boolean => status !== 204 && status !== 205;

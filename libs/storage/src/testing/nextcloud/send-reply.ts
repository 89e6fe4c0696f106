import type { ServerResponse } from 'node:http';
import type { Reply } from './call';
import type { Fault } from './faults';

/** Sends what was decided, unless a fault wants something else. */
export function send(response: ServerResponse, { status, headers = {}, body = '' }: Reply, fault: Fault | null): void {
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'cut' || fault?.kind === 'lose-reply') {
    response.socket?.resetAndDestroy();
    return;
  }
  const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const wait = fault?.kind === 'error' && fault.retryAfter !== undefined ? { 'retry-after': fault.retryAfter } : {};
  response.writeHead(status, { ...headers, ...length, ...wait });
  response.end(status === 204 ? undefined : body);
}

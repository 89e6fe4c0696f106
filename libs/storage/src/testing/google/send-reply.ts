import type { ServerResponse } from 'node:http';
import type { Reply } from './call';
import type { Fault } from './faults';

/** Sends what was decided, unless a fault wants something else. */
export function send(response: ServerResponse, reply: Reply, fault: Fault | null): void {
  switch (fault?.kind) {
    case 'cut':
      if (reply.body instanceof Buffer) return cutShort(response, reply, fault.afterBytes);
      response.socket?.resetAndDestroy();
      return;
    case 'lose-reply':
      response.socket?.resetAndDestroy();
      return;
    case 'silence':
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return;
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the hotel</html>');
      return;
    case 'error':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      return write(response, reply);
    default:
      return write(response, reply);
  }
}

function write(response: ServerResponse, { status, headers = {}, json, body }: Reply): void {
  const content = json === undefined ? (body ?? '') : JSON.stringify(json);
  const type = json === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' };
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(content) };
  response.writeHead(status, { ...type, ...headers, ...length });
  response.end(status === 204 ? undefined : content);
}

function cutShort(response: ServerResponse, { status, headers = {}, body }: Reply, bytes: number): void {
  const content = body as Buffer;
  response.writeHead(status, { ...headers, 'content-length': content.length });
  response.write(content.subarray(0, bytes), () => response.socket?.resetAndDestroy());
}

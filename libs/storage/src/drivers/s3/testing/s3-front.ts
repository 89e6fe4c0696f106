import { once } from 'node:events';
import {
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { S3Place } from '../../../testing/servers';

export interface FrontReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What becomes of one request. `instead`: the server never sees it. `afterwards`: it does, and its reply is lost or replaced. */
export type Treatment =
  | 'pass'
  | { readonly instead: FrontReply | 'reset' }
  | { readonly afterwards: FrontReply | 'reset' }
  /** So many bytes at the end of the body don't get through. */
  | { readonly withoutLast: number };

export interface Seen {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

export type Treated = (nth: number, headers: IncomingHttpHeaders) => Treatment | Promise<Treatment>;

export interface S3Front extends S3Place {
  /** In order. */
  readonly seen: readonly Seen[];
  /** From now on. `nth` counts the requests that `which` is true for, from 1. */
  treat(which: (seen: Seen) => boolean, how: Treated): void;
  pass(): void;
  /** What was seen until now. */
  forget(): void;
  stop(): Promise<void>;
}

export const isPart = ({ method, url }: Seen): boolean => method === 'PUT' && url.includes('partNumber=');
export const isPut = ({ method, url }: Seen): boolean => method === 'PUT' && !url.includes('uploadId=');
export const isComplete = ({ method, url }: Seen): boolean => method === 'POST' && url.includes('uploadId=');
export const isStop = ({ method, url }: Seen): boolean => method === 'DELETE' && url.includes('uploadId=');
export const isHead = ({ method }: Seen): boolean => method === 'HEAD';

/** An error as S3 writes it. */
export const s3Says = (
  status: number,
  code: string,
  more = '',
  headers: Record<string, string> = {},
  message = 'says the test',
): FrontReply => ({
  status,
  headers: { 'content-type': 'application/xml', ...headers },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`,
});

/** Stands before a real S3 server, passes everything on as it is signed, and does to single requests what it is told. */
export async function s3Front(server: S3Place): Promise<S3Front> {
  const target = Number(new URL(server.endpoint).port);
  const seen: Seen[] = [];
  let which: (seen: Seen) => boolean = () => false;
  let how: Treated = () => 'pass';
  let nth = 0;
  const front = createServer((incoming, response) => {
    const one = { method: incoming.method ?? '', url: incoming.url ?? '' };
    seen.push(one);
    const treatment = which(one) ? how((nth += 1), incoming.headers) : 'pass';
    serve(target, incoming, response, treatment).catch(() => response.destroy());
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    ...server,
    endpoint: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    seen,
    treat(newWhich, newHow) {
      [which, how, nth] = [newWhich, newHow, 0];
    },
    pass() {
      which = () => false;
    },
    forget() {
      seen.length = 0;
    },
    async stop() {
      front.close();
      front.closeAllConnections();
      await once(front, 'close');
    },
  };
}

async function serve(
  port: number,
  from: IncomingMessage,
  to: ServerResponse,
  treated: Treatment | Promise<Treatment>,
): Promise<void> {
  const body: Buffer[] = [];
  for await (const chunk of from) body.push(chunk as Buffer);
  const treatment = await treated;
  if (treatment !== 'pass' && 'instead' in treatment) return say(to, treatment.instead);
  const whole = Buffer.concat(body);
  const kept = treatment !== 'pass' && 'withoutLast' in treatment ? whole.subarray(0, -treatment.withoutLast) : whole;
  const length = whole.length === 0 ? {} : { 'content-length': String(kept.length) };
  const asking = ask({
    port,
    host: '127.0.0.1',
    method: from.method,
    path: from.url,
    agent: false,
    headers: { ...from.headers, ...length },
  });
  asking.end(kept);
  const [reply] = (await once(asking, 'response')) as [IncomingMessage];
  if (treatment !== 'pass' && 'afterwards' in treatment) {
    for await (const chunk of reply) void chunk;
    return say(to, treatment.afterwards);
  }
  to.writeHead(reply.statusCode ?? 502, reply.headers);
  await pipeline(reply, to);
}

function say(to: ServerResponse, reply: FrontReply | 'reset'): void {
  if (reply === 'reset') return void to.socket?.resetAndDestroy();
  const body = Buffer.from(reply.body ?? '');
  to.writeHead(reply.status, { ...reply.headers, 'content-length': String(body.length) });
  to.end(body);
}

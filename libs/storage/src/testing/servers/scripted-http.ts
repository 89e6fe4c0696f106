import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How the server answers one request. */
export interface ScriptedReply {
  /** 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Instead of a reply: nothing at all, or a reset. */
  readonly instead?: 'silence' | 'reset';
  /** The whole length is announced, so many bytes of the body are sent, then the connection ends. */
  readonly truncateAt?: number;
  /** At the request's headers already: its body isn't read. */
  readonly early?: boolean;
}

export interface RecordedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The first MiB. */
  readonly body: Buffer;
  readonly bodyBytes: number;
}

export type Script =
  | ScriptedReply
  /** One a request; the last one stays. */
  | readonly ScriptedReply[]
  /** `which` counts requests from 0. */
  | ((request: RecordedRequest, which: number) => ScriptedReply | Promise<ScriptedReply>);

export interface ScriptedHttp {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** In the order in which their headers came. */
  readonly requests: readonly RecordedRequest[];
  /** Connections open now. */
  readonly connections: number;
  /** From now on, counted anew. */
  answer(script: Script): void;
  /** Resolves as soon as no connection is open. */
  emptied(): Promise<void>;
  stop(): Promise<void>;
}

const keptBytes = 1024 * 1024;

/** An HTTP server on 127.0.0.1 that answers what it is told to, and remembers what it was asked. */
export async function scriptedHttp(script: Script): Promise<ScriptedHttp> {
  const server = new Scripted(script);
  await server.listen();
  return server;
}

class Scripted implements ScriptedHttp {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly requests: RecordedRequest[] = [];
  #waiting: (() => void)[] = [];
  #asked = 0;

  constructor(private script: Script) {
    // No limits of its own: a client's time-outs are what tests are about.
    this.#server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
    this.#server.on(
      'request',
      (request, response) => void this.#serve(request, response).catch(() => request.destroy()),
    );
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (this.#sockets.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  answer(script: Script): void {
    this.script = script;
    this.#asked = 0;
  }

  emptied(): Promise<void> {
    return this.#sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.emptied();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = { method: request.method ?? '', url: request.url ?? '', headers: request.headers };
    const recorded = { ...record, body: Buffer.alloc(0), bodyBytes: 0 };
    this.requests.push(recorded);
    const which = this.#asked++;
    // A function may look at the body, so it is asked when that is there; a fixed reply may come before.
    const fixed = typeof this.script === 'function' ? undefined : replyOf(this.script, which);
    if (fixed?.early !== true) {
      for await (const chunk of request) {
        const bytes = chunk as Buffer;
        if (recorded.bodyBytes < keptBytes)
          recorded.body = Buffer.concat([recorded.body, bytes]).subarray(0, keptBytes);
        recorded.bodyBytes += bytes.length;
      }
    }
    give(
      response,
      fixed ?? (await (this.script as (r: RecordedRequest, n: number) => Promise<ScriptedReply>)(recorded, which)),
    );
  }
}

const replyOf = (script: ScriptedReply | readonly ScriptedReply[], which: number): ScriptedReply =>
  Array.isArray(script)
    ? ((script as ScriptedReply[])[Math.min(which, script.length - 1)] ?? {})
    : (script as ScriptedReply);

/** Answers as the reply says. */
export function give(response: ServerResponse, reply: ScriptedReply): void {
  if (reply.instead === 'silence') return;
  if (reply.instead === 'reset') return void response.socket?.resetAndDestroy();
  const body = Buffer.from(reply.body ?? '');
  const status = reply.status ?? 200;
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...length, ...reply.headers });
  if (reply.truncateAt === undefined) return void response.end(body);
  response.write(body.subarray(0, reply.truncateAt), () => response.socket?.destroySoon());
}

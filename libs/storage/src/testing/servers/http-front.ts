import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { give, type ScriptedReply } from './scripted-http';

export interface FrontRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
}

/** `instead`: the server never sees the request. `afterwards`: it does all that was asked, and another reply than its own is given. */
export type Treatment = { readonly instead: ScriptedReply } | { readonly afterwards: ScriptedReply };

export interface HttpFront {
  readonly port: number;
  /** From now on; nothing: it passes. `which` counts requests from 0. */
  treat(decide: (request: FrontRequest, which: number) => Treatment | undefined): void;
  /** Everything passes from now on. */
  pass(): void;
  stop(): Promise<void>;
}

/** Stands before an HTTP server on `target` (a port of 127.0.0.1), and does to single requests what it is told. Bodies are held whole. */
export async function httpFront(target: number): Promise<HttpFront> {
  const front = new Front(target);
  await front.listen();
  return front;
}

class Front implements HttpFront {
  readonly #server: Server;
  #decide: (request: FrontRequest, which: number) => Treatment | undefined = () => undefined;
  #asked = 0;

  constructor(private readonly target: number) {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => request.destroy());
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  treat(decide: (request: FrontRequest, which: number) => Treatment | undefined): void {
    this.#decide = decide;
    this.#asked = 0;
  }

  pass(): void {
    this.#decide = () => undefined;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = from;
    const treatment = this.#decide({ method, url }, this.#asked++);
    const body = await buffer(from);
    if (treatment !== undefined && 'instead' in treatment) return give(to, treatment.instead);
    delete headers['transfer-encoding'];
    if (body.length > 0) headers['content-length'] = String(body.length);
    const asking = ask({ method, path: url, port: this.target, host: '127.0.0.1', agent: false, headers });
    asking.end(body);
    const [reply] = (await once(asking, 'response')) as [IncomingMessage];
    const answer = await buffer(reply);
    if (treatment !== undefined) return give(to, treatment.afterwards);
    to.writeHead(reply.statusCode ?? 502, reply.headers);
    to.end(answer);
  }
}

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SunkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface SinkAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What it answers; a function that answers itself, or not at all, returns nothing. */
export type Habit = (request: SunkRequest, response: ServerResponse) => SinkAnswer | undefined;

export interface HttpSink {
  readonly url: string;
  readonly requests: SunkRequest[];
  answer: Habit;
  close(): Promise<void>;
}

/** A real HTTP server of this machine that takes whatever comes. */
export async function startHttpSink(answer: Habit = () => ({ status: 200 })): Promise<HttpSink> {
  const requests: SunkRequest[] = [];
  const sink = { requests, answer };
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      };
      requests.push(request);
      const said = sink.answer(request, response);
      if (said !== undefined) response.writeHead(said.status, { ...said.headers }).end(said.body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(sink, {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** Of a message what these tests look at. */
export interface Heard {
  readonly type: string;
  readonly data: { readonly subject: string };
}

/** A receiver of webhooks on this machine. */
export interface Sink {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** What it answers from now on; only with 200 it has heard. */
  answer(status: number): void;
  stop(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const heard: Heard[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      if (status === 200) heard.push(body as Heard);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/backups`,
    heard,
    answer: (next) => void (status = next),
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

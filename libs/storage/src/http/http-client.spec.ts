import type { RequestListener } from 'node:http';
import type { OutgoingTarget } from '../driver';
import type { StorageError } from '../storage-error';
import { bodyOf, readAll, rejection } from '../testing/conformance/content';
import { openHttp } from './http-client';
import type { HttpClient, HttpLimits } from './http-types';
import { localServer, plainConnect, type LocalServer } from './testing/local-server';

const canary = 'canary-8f3a91';
const open: { close(): Promise<unknown> }[] = [];

async function world(listener: RequestListener, limits: Partial<HttpLimits> = {}): Promise<World> {
  const server = await localServer(listener);
  const targets: OutgoingTarget[] = [];
  const connect = (target: OutgoingTarget): ReturnType<typeof plainConnect> => {
    targets.push(target);
    return plainConnect(target);
  };
  const http = openHttp(connect, { limits });
  open.push(http, server);
  return { server, http, targets, url: new URL(`${server.origin}/place?token=${canary}`) };
}
interface World {
  readonly server: LocalServer;
  readonly http: HttpClient;
  readonly targets: readonly OutgoingTarget[];
  readonly url: URL;
}

const textOf = (cause: unknown): string =>
  cause instanceof Error ? `${cause.message} ${(cause as StorageError).nextStep} ${textOf(cause.cause)}` : '';

describe('HTTP for destinations', () => {
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  it('sends a body and gives a reply whole, with any status that is no redirect', async () => {
    const sent = bodyOf(700_001);
    const { http, url } = await world((request, response) => {
      void readAll(request).then((got) => {
        response.writeHead(507, { 'x-length': request.headers['content-length'] });
        response.end(got);
      });
    });
    const reply = await http.send({ method: 'PUT', url, body: sent, expect: 'buffer' });
    expect([reply.status, reply.headers['x-length']]).toEqual([507, '700001']);
    expect(reply.body.equals(sent)).toBe(true);
    const nothing = await http.send({ method: 'PUT', url, body: Buffer.alloc(0), expect: 'nothing' });
    expect([nothing.headers['x-length'], nothing.body.length]).toEqual(['0', 0]);
  });

  it('sends a body of unknown length as it comes', async () => {
    const { http, url } = await world((request, response) => {
      void readAll(request).then((got) => response.end(`${request.headers['transfer-encoding']} ${got.length}`));
    });
    async function* body(): AsyncGenerator<Buffer> {
      for (let chunk = 0; chunk < 5; chunk += 1) yield await Promise.resolve(bodyOf(400_000));
    }
    const reply = await http.send({ method: 'PUT', url, body: body(), expect: 'buffer' });
    expect(reply.body.toString()).toBe('chunked 2000000');
  });

  it('one connection serves request after request, and close frees it, also in the middle of a reply', async () => {
    const { http, url, server } = await world((_request, response) => void response.write('x'.repeat(10)));
    const quick = await world((_request, response) => void response.end('ok'));
    for (let which = 0; which < 5; which += 1) {
      await quick.http.send({ method: 'GET', url: quick.url, expect: 'buffer' });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(quick.server.accepted).toHaveLength(1);
    const endless = await http.send({ method: 'GET', url, expect: 'stream' });
    const reading = rejection(readAll(endless.body));
    const gone = new Promise((resolve) => server.accepted[0]!.once('close', resolve));
    await http.close();
    await gone;
    expect(await reading).toMatchObject({ kind: 'cancelled' });
    expect(await rejection(http.send({ method: 'GET', url, expect: 'buffer' }))).toMatchObject({ kind: 'cancelled' });
  });

  it('H13 a redirect is not followed: its host is named, and nothing else of it', async () => {
    const { http, url, server } = await world((_request, response) => {
      response.writeHead(302, { location: `http://169.254.169.254/latest/${canary}` }).end(canary);
    });
    const refused = await rejection(http.send({ method: 'GET', url, expect: 'buffer' }));
    expect(refused).toMatchObject({
      kind: 'invalid-config',
      message: expect.stringContaining('169.254.169.254:80') as string,
    });
    expect(textOf(refused)).not.toContain(canary);
    expect(server.accepted).toHaveLength(1);
  });

  it('statuses of 300 and more pass where they mean something', async () => {
    const { http, url } = await world(
      (_request, response) => void response.writeHead(308, { range: 'bytes=0-9' }).end(),
    );
    const reply = await http.send({ method: 'PUT', url, passes: [308], expect: 'buffer' });
    expect([reply.status, reply.headers['range']]).toEqual([308, 'bytes=0-9']);
    expect(await rejection(http.send({ method: 'PUT', url, passes: [304], expect: 'buffer' }))).toMatchObject({
      kind: 'invalid-config',
    });
  });

  it('an answer that never comes is given up; a longer body has longer', async () => {
    const { http, url, server } = await world((request) => void request.resume(), { deadlineMs: 40 });
    expect(await rejection(http.send({ method: 'GET', url, expect: 'buffer' }))).toMatchObject({
      kind: 'stalled',
      message: `${url.host} gave no complete answer within 1 seconds.`,
    });
    const late = await rejection(http.send({ method: 'PUT', url, body: bodyOf(64 * 1024), expect: 'buffer' }));
    expect(late).toMatchObject({ message: `${url.host} gave no complete answer within 2 seconds.` });
    const own = await rejection(http.send({ method: 'MOVE', url, deadlineMs: 1, expect: 'buffer' }));
    expect(own).toMatchObject({ kind: 'stalled' });
    expect(server.accepted.length).toBeGreaterThan(1);
  });

  it.each<[string, (body: Buffer) => Buffer | AsyncIterable<Buffer>]>([
    ['of known length', (body) => body],
    ['of unknown length', (body) => endless(body)],
  ])('F26 a body %s of which nothing is taken any more is stalled', async (_title, made) => {
    const { http, url } = await world((request) => void request.socket.pause(), { stallMs: 100 });
    const stalled = await rejection(
      http.send({ method: 'PUT', url, body: made(bodyOf(64 * 1024 * 1024)), expect: 'buffer' }),
    );
    expect(stalled).toMatchObject({
      kind: 'stalled',
      message: expect.stringContaining('took no more bytes') as string,
    });
  });

  it('a body that waits for its source is not stalled', async () => {
    const { http, url } = await world(
      (request, response) => void readAll(request).then((got) => (got.length > 0 ? response.end('ok') : undefined)),
      { stallMs: 30, deadlineMs: 60 },
    );
    async function* body(): AsyncGenerator<Buffer> {
      yield bodyOf(10);
      // Something else that takes longer than both limits.
      await rejection(http.send({ method: 'GET', url, expect: 'nothing' }));
      yield bodyOf(10);
    }
    expect((await http.send({ method: 'PUT', url, body: body(), expect: 'buffer' })).status).toBe(200);
  });

  it('F26 a stream that falls silent is stalled', async () => {
    const { http, url } = await world(
      (_request, response) => void response.writeHead(200, { 'content-length': 100 }).write('x'),
      { stallMs: 50 },
    );
    const { body } = await http.send({ method: 'GET', url, expect: 'stream' });
    expect(await rejection(readAll(body))).toMatchObject({ kind: 'stalled' });
  });

  it('a refusal that drips is given up, although it would be read as it comes', async () => {
    const { http, url } = await world(
      (_request, response) => {
        response.writeHead(503, { 'content-length': 1_000_000 });
        const dripping = setInterval(() => response.write('x'), 5);
        response.on('close', () => clearInterval(dripping));
      },
      // Enough for the headers on a busy machine.
      { deadlineMs: 1_500 },
    );
    const { status, body } = await http.send({ method: 'GET', url, expect: 'stream' });
    expect(status).toBe(503);
    expect(await rejection(readAll(body))).toMatchObject({ kind: 'stalled' });
  });

  it.each(['buffer', 'stream'] as const)('F26 a truncated reply is an error (%s)', async (expectation) => {
    const { http, url } = await world((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write(canary, () => response.socket?.end());
    });
    const read = async (): Promise<unknown> => {
      if (expectation === 'buffer') return http.send({ method: 'GET', url, expect: 'buffer' });
      return readAll((await http.send({ method: 'GET', url, expect: 'stream' })).body);
    };
    const cut = await rejection(read());
    expect(cut).toMatchObject({ kind: 'unreachable', retriable: true });
    expect(textOf(cut)).not.toContain(canary);
  });

  it('F26 a connection that is reset is named, with nothing of the request', async () => {
    const { http, url } = await world((request) => void request.socket.resetAndDestroy());
    const headers = { authorization: `Basic ${canary}` };
    const reset = await rejection(http.send({ method: 'GET', url, headers, expect: 'buffer' }));
    expect(reset).toMatchObject({ kind: 'unreachable', message: expect.stringContaining(url.host) as string });
    expect(textOf(reset)).not.toContain(canary);
  });

  it('what answers is not HTTP: said, without its words', async () => {
    const { http, url } = await world((request) => void request.socket.end(`SSH-2.0-${canary}\r\n\r\n`));
    const odd = await rejection(http.send({ method: 'GET', url, expect: 'buffer' }));
    expect(odd).toMatchObject({ kind: 'damaged' });
    expect(textOf(odd)).not.toContain(canary);
  });

  it('a small reply that is too large is refused; where nothing in it matters it is left', async () => {
    const { http, url } = await world((_request, response) => void response.end(Buffer.alloc(1024 * 1024 + 1)));
    expect(await rejection(http.send({ method: 'GET', url, expect: 'buffer' }))).toMatchObject({ kind: 'damaged' });
    expect((await http.send({ method: 'GET', url, expect: 'nothing' })).status).toBe(200);
    const larger = await http.send({ method: 'GET', url, maxReplyBytes: 2_000_000, expect: 'buffer' });
    expect(larger.body.length).toBe(1024 * 1024 + 1);
  });

  it('nobody there, no such name, and a refusal of the one who connects have words of their own', async () => {
    const { http, url, server } = await world(() => undefined);
    await server.close();
    open.pop();
    expect(await rejection(http.send({ method: 'GET', url, expect: 'buffer' }))).toMatchObject({
      kind: 'unreachable',
      message: `${url.host} cannot be reached.`,
    });
    const nameless = openHttp(() => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })));
    const refusal = Object.assign(new Error('Not to there.'), { code: 'ADDRESS_BLOCKED', nextStep: 'Allow it.' });
    const guarded = openHttp(() => Promise.reject(refusal));
    open.push(nameless, guarded);
    const where = { method: 'GET', url: new URL('http://nas.example/'), expect: 'buffer' } as const;
    expect(await rejection(nameless.send(where))).toMatchObject({
      kind: 'unreachable',
      message: 'The host of nas.example:80 cannot be resolved to an address.',
    });
    expect(await rejection(guarded.send(where))).toMatchObject({
      kind: 'invalid-config',
      code: 'ADDRESS_BLOCKED',
      message: 'Not to there.',
      nextStep: 'Allow it.',
    });
  });

  it('a connection that is never made is given up', async () => {
    const never = ({ signal }: OutgoingTarget): Promise<never> =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const http = openHttp(never, { limits: { connectMs: 30 } });
    open.push(http);
    const where = { method: 'GET', url: new URL('http://nas.example:81/'), expect: 'buffer' } as const;
    expect(await rejection(http.send(where))).toMatchObject({ kind: 'unreachable' });
  });

  it('H14 without encryption only hosts of the own network are asked for, unless that was allowed', async () => {
    const { http, url, targets } = await world((_request, response) => void response.end());
    await http.send({ method: 'GET', url, expect: 'nothing' });
    expect(targets[0]).toMatchObject({ host: '127.0.0.1', privateOnly: true });
    const asked: (boolean | undefined)[] = [];
    const refuse = ({ privateOnly }: OutgoingTarget): Promise<never> => {
      asked.push(privateOnly);
      return Promise.reject(new Error('enough'));
    };
    const insecure = openHttp(refuse, { allowInsecure: true });
    const secure = openHttp(refuse);
    open.push(insecure, secure);
    await rejection(insecure.send({ method: 'GET', url: new URL('http://nas.example/'), expect: 'nothing' }));
    await rejection(secure.send({ method: 'GET', url: new URL('https://nas.example/'), expect: 'nothing' }));
    expect(asked).toEqual([false, false]);
  });

  it('a signal ends a request with its own cause, at any moment', async () => {
    const { http, url } = await world((request, response) => {
      if (request.method === 'GET') response.writeHead(200, { 'content-length': 100 }).write('x');
    });
    const cause = new Error('the run was cancelled');
    const aborted = AbortSignal.abort(cause);
    expect(await rejection(http.send({ method: 'PUT', url, signal: aborted, expect: 'buffer' }))).toBe(cause);
    const waiting = new AbortController();
    const answer = rejection(http.send({ method: 'PUT', url, signal: waiting.signal, expect: 'buffer' }));
    setImmediate(() => waiting.abort(cause));
    expect(await answer).toBe(cause);
    const reading = new AbortController();
    const { body } = await http.send({ method: 'GET', url, signal: reading.signal, expect: 'stream' });
    const rest = rejection(readAll(body));
    reading.abort(cause);
    expect(await rest).toBe(cause);
  });
});

async function* endless(body: Buffer): AsyncGenerator<Buffer> {
  for (;;) yield await Promise.resolve(body.subarray(0, 4 * 1024 * 1024));
}

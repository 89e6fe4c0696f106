import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { Guard, type GuardOptions } from './guard';
import { guardedRequest } from './guarded-request';
import { OutgoingError } from './outgoing-error';
import type { OutgoingRequest } from './request-types';
import { closeListeners, failingWith, ledTo, listening, namesOf } from './testing/network';

const canary = 'canary-SECRET-42';
const publicAddress = '93.184.215.14';

const running: Server[] = [];
afterEach(closeListeners);
afterEach(() => {
  for (const server of running.splice(0)) server.close().closeAllConnections();
});

async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(server);
  return { port: (server.address() as AddressInfo).port, seen };
}

/** The error of a request that must fail; what it carried and got is in none of its texts. */
async function failure(guard: Guard, request: OutgoingRequest): Promise<OutgoingError> {
  const error: unknown = await guardedRequest(guard, { ...request, headers: { authorization: canary } }).then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OutgoingError);
  expect(inspect(error, { depth: 9 })).not.toContain(canary);
  return error as OutgoingError;
}

const atHome = (options: Partial<GuardOptions> = {}): Guard => new Guard({ allowPrivateNetworks: true, ...options });

describe('a request through the guard', () => {
  it('is answered whole, whatever the status', async () => {
    const web = await serving((request, response) => {
      request.pipe(response.writeHead(503, { 'x-from': 'here' }));
    });
    const reply = await guardedRequest(atHome(), {
      url: `http://127.0.0.1:${web.port}/a?b=c`,
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'hällo',
    });
    expect(reply).toMatchObject({ status: 503, headers: { 'x-from': 'here' } });
    expect(reply.body.toString()).toBe('hällo');
    expect(web.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /a?b=c']);
  });

  it.each([
    'ftp://example.com/x',
    'file:///etc/passwd',
    'gopher://example.com',
    'data:text/plain,x',
    '/path',
    '',
    'https://',
  ])('H48 %j is no URL that requests go to', async (url) => {
    const sockets = ledTo(1);
    expect(await failure(new Guard({ allowPrivateNetworks: true, open: sockets.open }), { url })).toMatchObject({
      code: 'URL_INVALID',
    });
    expect(sockets.opened).toEqual([]);
  });

  it('refuses a password in the URL and does not repeat it', async () => {
    const error = await failure(atHome(), { url: `https://me:${canary}@example.com/` });
    expect(error).toMatchObject({ code: 'URL_INVALID', message: expect.stringContaining('password') as string });
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://①②⑦.⓪.⓪.①/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/latest/meta-data',
    'https://169.254.169.254./',
    'https://10.0.0.5/hook',
    'https://inner.example.com/hook',
    'http://localhost/hook',
  ])('H11 H48 P-OUTGOING-3 %s is blocked, and nothing is opened', async (url) => {
    const sockets = ledTo(1);
    const { lookup } = namesOf({ 'inner.example.com': [publicAddress, '192.168.1.1'], localhost: ['127.0.0.1'] });
    const guard = new Guard({ allowPrivateNetworks: false, lookup, open: sockets.open });
    expect(await failure(guard, { url, allowInsecure: true })).toMatchObject({ code: 'ADDRESS_BLOCKED' });
    expect(sockets.opened).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('H13 a redirect %d to a metadata address is not followed', async (status) => {
    const web = await serving((_request, response) => {
      response.writeHead(status, { location: `http://169.254.169.254/latest/${canary}?token=${canary}` }).end(canary);
    });
    const { lookup } = namesOf({ 'hooks.example.test': ['127.0.0.1'] });
    const sockets = ledTo(web.port);
    const error = await failure(atHome({ lookup, open: sockets.open }), { url: 'http://hooks.example.test/x' });
    expect(error).toMatchObject({
      code: 'REDIRECTED',
      message: expect.stringContaining('"169.254.169.254"') as string,
    });
    expect([sockets.opened.length, web.seen.length]).toEqual([1, 1]);
  });

  it('H13 a redirect to nowhere that makes sense is one too', async () => {
    const web = await serving((_request, response) => void response.writeHead(302, { location: 'http://[' }).end());
    expect(await failure(atHome(), { url: `http://127.0.0.1:${web.port}` })).toMatchObject({ code: 'REDIRECTED' });
  });

  it('H48 a reply that never ends is given up at the deadline, which is 10 s unless told otherwise', async () => {
    const web = await serving((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(drip));
    });
    const url = `http://127.0.0.1:${web.port}`;
    expect(await failure(atHome(), { url, timeoutMs: 100 })).toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringContaining('0.1 seconds') as string,
    });
    const { timeouts, restore } = watchTimeouts();
    await failure(atHome({ open: failingWith('ECONNREFUSED').open }), { url });
    restore();
    expect(timeouts).toEqual([10_000]);
  });

  it('H48 a server that accepts and says nothing, and a resolver that does not answer, end at the same deadline', async () => {
    const silent = await listening();
    const url = `http://127.0.0.1:${silent.port}`;
    expect(await failure(atHome(), { url, timeoutMs: 50 })).toMatchObject({ code: 'TIMED_OUT' });
    expect(await failure(atHome(), { url: `https://127.0.0.1:${silent.port}`, timeoutMs: 50 })).toMatchObject({
      code: 'TIMED_OUT',
    });
    const deaf = atHome({ lookup: () => new Promise(() => undefined) });
    expect(await failure(deaf, { url: 'https://slow.example.com', timeoutMs: 50 })).toMatchObject({
      code: 'TIMED_OUT',
    });
  });

  it('H48 a reply of 10 MB and more is given up after 64 KB, one of exactly 64 KB is taken', async () => {
    let sent = 0;
    const web = await serving((request, response) => {
      if (request.url === '/fits') return void response.end(Buffer.alloc(65_536));
      const piece = Buffer.alloc(10_000, canary);
      const more = (): void => {
        while (sent < 100_000_000) {
          sent += piece.length;
          if (!response.write(piece)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const url = `http://127.0.0.1:${web.port}`;
    expect(await failure(atHome(), { url })).toMatchObject({ code: 'REPLY_TOO_LARGE', kind: 'reply' });
    expect(sent).toBeLessThan(100_000_000);
    expect((await guardedRequest(atHome(), { url: `${url}/fits` })).body).toHaveLength(65_536);
    expect(await failure(atHome(), { url: `${url}/fits`, maxReplyBytes: 65_535 })).toMatchObject({
      code: 'REPLY_TOO_LARGE',
    });
  });

  it('H48 headers without end are given up too', async () => {
    const web = await listening((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${canary.repeat(5_000)}\r\n\r\n`));
    expect(await failure(atHome(), { url: `http://127.0.0.1:${web.port}` })).toMatchObject({ code: 'REPLY_TOO_LARGE' });
  });

  it('says what went wrong without a piece of the reply', async () => {
    const answering = async (text: string, code: string): Promise<void> => {
      const web = await listening((socket) => socket.once('data', () => socket.end(text)));
      expect(await failure(atHome(), { url: `http://127.0.0.1:${web.port}` })).toMatchObject({ code });
    };
    await answering(`SSH-2.0-${canary}\r\n`, 'REPLY_INVALID');
    await answering('', 'CONNECTION_LOST');
    await answering(`HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n${canary}`, 'CONNECTION_LOST');
    const nobody = await listening();
    await nobody.close();
    expect(await failure(atHome(), { url: `http://127.0.0.1:${nobody.port}` })).toMatchObject({ code: 'UNREACHABLE' });
    const { lookup } = namesOf({});
    expect(await failure(atHome({ lookup }), { url: 'https://nowhere.example.com' })).toMatchObject({
      code: 'HOST_NOT_FOUND',
    });
    expect(await failure(atHome(), { url: `http://127.0.0.1:1`, signal: AbortSignal.abort() })).toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('H14 http to a public host has to be allowed; in an own network it need not', async () => {
    const web = await serving((_request, response) => void response.end('ok'));
    const { lookup } = namesOf({ 'hooks.example.com': [publicAddress], 'hooks.example.test': ['127.0.0.1'] });
    const sockets = ledTo(web.port);
    const guard = atHome({ lookup, open: sockets.open });
    expect(await failure(guard, { url: 'http://hooks.example.com/' })).toMatchObject({ code: 'INSECURE_URL' });
    expect(sockets.opened).toEqual([]);
    expect(await guardedRequest(guard, { url: 'http://hooks.example.com/', allowInsecure: true })).toMatchObject({
      status: 200,
    });
    expect(await guardedRequest(guard, { url: 'http://hooks.example.test/' })).toMatchObject({ status: 200 });
  });
});

/** Which deadlines are set meanwhile, ms. */
function watchTimeouts(): { timeouts: number[]; restore(): void } {
  const timeouts: number[] = [];
  const original = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => {
    timeouts.push(ms);
    return original(ms);
  };
  return { timeouts, restore: () => void (AbortSignal.timeout = original) };
}

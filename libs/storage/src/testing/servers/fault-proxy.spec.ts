import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { faultProxy, type FaultProxy, type ProxyFault } from './fault-proxy';
import { scriptedHttp, type ScriptedHttp } from './scripted-http';

const answer = 'a'.repeat(200_000);
let server: ScriptedHttp;
let proxy: FaultProxy;

beforeAll(async () => {
  server = await scriptedHttp({ body: answer });
});
afterAll(() => server.stop());
afterEach(() => proxy.stop());

/** What came before the end, and how that end looked. */
async function ask(path = '/', body = ''): Promise<{ got: number; end: string }> {
  const asking = request({ port: proxy.port, host: '127.0.0.1', path, method: 'PUT', agent: false });
  asking.on('error', () => undefined); // a reset comes here, too, when the reply has begun
  asking.end(body);
  let got = 0;
  try {
    const [reply] = (await once(asking, 'response')) as [IncomingMessage];
    for await (const chunk of reply) got += (chunk as Buffer).length;
    return { got, end: 'whole' };
  } catch (cause) {
    return { got, end: String((cause as NodeJS.ErrnoException).code) };
  }
}

const before = async (fault: ProxyFault): Promise<void> => {
  proxy = await faultProxy(server.port, fault);
};

describe('P-SERVERS-1 a proxy that hurts connections', () => {
  it('passes everything on, and knows what is open', async () => {
    await before({ kind: 'pass' });
    expect(await ask('/', 'x'.repeat(300_000))).toEqual({ got: 200_000, end: 'whole' });
    await proxy.emptied();
    expect(proxy.connections).toBe(0);
    expect(proxy.totals.accepted).toBe(1);
    expect(proxy.totals.up).toBeGreaterThan(300_000);
    expect(proxy.struck).toBe(0);
  });

  it('refuses', async () => {
    await before({ kind: 'refuse' });
    expect((await ask()).end).toBe('ECONNRESET');
  });

  it('cuts a request: the server never gets the rest', async () => {
    await before({ kind: 'cut', way: 'up', afterBytes: 1_000 });
    expect(await ask('/', 'x'.repeat(300_000))).toEqual({ got: 0, end: 'ECONNRESET' });
    expect(proxy.totals.up).toBe(1_000);
  });

  it('cuts a reply, once, and only where the words were sent', async () => {
    await before({ kind: 'cut', way: 'down', afterBytes: 50_000, on: '/this', times: 1 });
    expect((await ask('/that')).end).toBe('whole');
    expect(await ask('/this')).toMatchObject({ end: 'ECONNRESET' });
    expect((await ask('/this')).end).toBe('whole');
    expect(proxy.struck).toBe(1);
  });

  it('loses the reply of a request that the server has taken', async () => {
    await before({ kind: 'lose-reply', keepBytes: 10 });
    const asked = server.requests.length;
    expect(await ask('/', 'body')).toEqual({ got: 0, end: 'ECONNRESET' });
    expect(server.requests.slice(asked)).toMatchObject([{ bodyBytes: 4 }]);
  });

  it('ends a reply cleanly before it is whole', async () => {
    await before({ kind: 'half-close', afterBytes: 50_000 });
    const { got, end } = await ask();
    expect(got).toBeLessThan(50_000);
    expect(end).toBe('ECONNRESET'); // Node says so, because the length was announced
  });

  it('stalls, until it is told otherwise', async () => {
    await before({ kind: 'stall', way: 'down', afterBytes: 50_000 });
    const asking = ask();
    while (proxy.struck === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(proxy.totals.down).toBe(50_000);
    proxy.set({ kind: 'pass' });
    expect(await asking).toEqual({ got: 200_000, end: 'whole' });
  });

  it.each<ProxyFault>([
    { kind: 'slow', bytesPerSecond: 2_000_000 },
    { kind: 'latency', milliseconds: 5 },
  ])('makes a connection worse without harm (%j)', async (fault) => {
    await before(fault);
    expect(await ask('/', 'x'.repeat(10_000))).toEqual({ got: 200_000, end: 'whole' });
  });
});

import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { scriptedHttp, type Script, type ScriptedHttp } from './scripted-http';

let server: ScriptedHttp;
const serve = async (script: Script): Promise<void> => {
  server = await scriptedHttp(script);
};
afterEach(() => server.stop());

interface Asked {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

async function ask(path: string, body = ''): Promise<Asked> {
  const asking = request(server.url + path, { method: 'POST', agent: false });
  asking.end(body);
  const [reply] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of reply) text += String(chunk);
  return { status: reply.statusCode ?? 0, headers: reply.headers, text };
}

const errorOf = (path: string, body?: string): Promise<string> =>
  ask(path, body).then(
    () => 'none',
    (cause: NodeJS.ErrnoException) => String(cause.code),
  );

describe('P-SERVERS-1 an HTTP server by script', () => {
  it('answers one after the other, and the last one stays', async () => {
    await serve([
      { status: 503, headers: { 'retry-after': '7' } },
      { body: '<html>', headers: { 'content-type': 'text/html' } },
    ]);
    expect(await ask('/a', 'one')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7', 'content-length': '0' },
    });
    expect(await ask('/b?c=d', 'two')).toMatchObject({ status: 200, text: '<html>' });
    expect((await ask('/e')).text).toBe('<html>');
    expect(server.requests.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
      ['POST', '/a', 'one'],
      ['POST', '/b?c=d', 'two'],
      ['POST', '/e', ''],
    ]);
    server.answer({ status: 204 });
    expect((await ask('/')).status).toBe(204);
  });

  it('answers by what was asked', async () => {
    await serve(({ url, body }, which) => ({ body: `${which} ${url} ${body.toString()}` }));
    expect((await ask('/x', 'hi')).text).toBe('0 /x hi');
    expect((await ask('/y')).text).toBe('1 /y ');
  });

  it('resets, truncates, and answers before it has the body', async () => {
    await serve([{ instead: 'reset' }, { body: 'whole', truncateAt: 2 }, { status: 413, early: true }]);
    expect(await errorOf('/', 'x')).toBe('ECONNRESET');
    expect(await errorOf('/')).toBe('ECONNRESET');
    const endless = request(server.url, { method: 'PUT', agent: false });
    endless.write('x');
    const [reply] = (await once(endless, 'response')) as [IncomingMessage];
    expect(reply.statusCode).toBe(413);
    expect(server.requests[2]?.bodyBytes).toBe(0);
    endless.destroy();
  });

  it('keeps silent, with the connection open', async () => {
    await serve({ instead: 'silence' });
    const asking = request(server.url, { agent: false });
    const failed = once(asking, 'error');
    asking.end();
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(server.connections).toBe(1);
    asking.destroy(new Error('the client left'));
    await Promise.all([failed, server.emptied()]);
    expect(server.connections).toBe(0);
  });
});

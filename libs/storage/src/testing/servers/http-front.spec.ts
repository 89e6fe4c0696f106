import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { httpFront, type HttpFront } from './http-front';
import { scriptedHttp, type ScriptedHttp } from './scripted-http';

describe('P-SERVERS-1 a front before an HTTP server', () => {
  let server: ScriptedHttp;
  let front: HttpFront;
  beforeEach(async () => {
    server = await scriptedHttp(({ body }) => ({
      status: 201,
      headers: { etag: '"e"' },
      body: `got ${body.toString()}`,
    }));
    front = await httpFront(server.port);
  });
  afterEach(async () => {
    await front.stop();
    await server.stop();
  });

  async function put(path: string): Promise<string> {
    const asking = request({ port: front.port, host: '127.0.0.1', path, method: 'PUT', agent: false });
    asking.write('bo'); // of unknown length
    asking.end('dy');
    try {
      const [reply] = (await once(asking, 'response')) as [IncomingMessage];
      return `${reply.statusCode} ${reply.headers.etag ?? 'no etag'} ${(await reply.toArray()).join('')}`;
    } catch (cause) {
      return String((cause as NodeJS.ErrnoException).code);
    }
  }

  it('passes requests and replies on as they are', async () => {
    expect(await put('/a?b=c%20d')).toBe('201 "e" got body');
    expect(server.requests).toMatchObject([{ method: 'PUT', url: '/a?b=c%20d', bodyBytes: 4 }]);
  });

  it('answers instead of the server, or after it', async () => {
    front.treat(({ url }, which) => {
      if (which === 1) return { instead: { status: 500, body: 'no' } };
      return url === '/lost' ? { afterwards: { instead: 'reset' } } : undefined;
    });
    expect(await put('/0')).toBe('201 "e" got body');
    expect(await put('/1')).toBe('500 no etag no');
    expect(await put('/lost')).toBe('ECONNRESET');
    front.pass();
    expect(await put('/lost')).toBe('201 "e" got body');
    expect(server.requests.map(({ url }) => url)).toEqual(['/0', '/lost', '/lost']);
  });
});

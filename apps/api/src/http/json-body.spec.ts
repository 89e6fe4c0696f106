import { Body, Controller, Get, Post } from '@nestjs/common';
import { Public } from '../accounts/access';
import { behindTheEdge, type Edge } from './testing/behind-the-edge';

@Controller('echo')
class EchoController {
  @Post()
  @Public()
  echo(@Body() body: unknown): object {
    return { got: body ?? null };
  }

  @Get()
  @Public()
  read(): object {
    return { ok: true };
  }
}

const nested = (levels: number): string => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;

describe('bodies of requests (H28)', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await behindTheEdge([EchoController]);
  });
  afterAll(() => edge.close());

  const post = (body: string | Buffer, headers: Record<string, string> = {}): ReturnType<Edge['ask']> =>
    edge.ask('POST', '/api/echo', { body, headers });

  it('are JSON objects, however they are written', async () => {
    const odd = '{"a":{"b":[1,"x\\"}{,:",{"c":null}]},"b":{"a":1},"":"\\u00e9"}';
    expect((await post(odd)).body).toEqual({ got: JSON.parse(odd) as unknown });
    expect((await post('{}', { 'content-type': 'application/json; charset=UTF-8' })).status).toBe(201);
    expect((await edge.ask('POST', '/api/echo')).body).toEqual({ got: null });
  });

  it('may be nested 32 levels deep', async () => {
    expect((await post(nested(32))).status).toBe(201);
    expect((await post(nested(33))).status).toBe(400);
  });

  it.each([
    ['no JSON', '{"a":'],
    ['a list', '[1]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}'],
    ['__proto__, spelled otherwise', '{"\\u005f_proto__":1}'],
    ['constructor', '{"constructor":{"prototype":{}}}'],
    ['a key twice', '{"a":1,"b":{"a":2},"a":3}'],
    ['a key twice, spelled otherwise', '{"a":1,"\\u0061":3}'],
    ['a list in a list', '{"a":[[]]}'],
    ['10,000 levels', nested(10_000)],
    ['500,000 levels of lists', `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
  ])('with %s are 400 INVALID_JSON (H28)', async (_, body) => {
    const reply = await post(body);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'INVALID_JSON', type: '/docs/errors#INVALID_JSON' });
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', 'text/json'])(
    'sent as %s are 415 (H28, H46)',
    async (type) => {
      expect(await post('{"a":1}', { 'content-type': type })).toMatchObject({
        status: 415,
        body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
      });
    },
  );

  it('in another encoding or compressed are 415 (H28)', async () => {
    expect((await post('{}', { 'content-type': 'application/json; charset=utf-16' })).status).toBe(415);
    expect((await post('{}', { 'content-encoding': 'gzip' })).body.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('of 20 MB are 413, and the service answers the next one (H28)', async () => {
    const reply = await post(`{"a":"${'x'.repeat(20 * 1024 * 1024)}"}`);
    expect(reply).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    expect((await post(`{"a":"${'x'.repeat(1024 * 1024 - 8)}"}`)).status).toBe(201);
  });
});

describe('addresses', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await behindTheEdge([EchoController]);
  });
  afterAll(() => edge.close());

  it('that are unknown are 404, under /api as a problem', async () => {
    const reply = await edge.ask('GET', '/api/nowhere?token=canary-1');
    expect(reply).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(JSON.stringify(reply.body)).not.toContain('canary');
  });

  it('that other methods know are 405 and say which', async () => {
    expect(await edge.ask('DELETE', '/api/echo')).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, OPTIONS, POST' },
      body: { code: 'METHOD_NOT_ALLOWED' },
    });
  });

  it('that can not be decoded are 400', async () => {
    expect(await edge.ask('GET', '/api/%FF')).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
  });

  it('answer HEAD without a body', async () => {
    expect(await edge.ask('HEAD', '/api/echo')).toMatchObject({ status: 200, body: '' });
  });

  it('say by OPTIONS what they take, and allow no other site anything', async () => {
    const reply = await edge.ask('OPTIONS', '/api/echo', { headers: { origin: 'https://elsewhere.example' } });
    expect(reply).toMatchObject({ status: 204, headers: { allow: 'GET, HEAD, OPTIONS, POST' } });
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await edge.ask('OPTIONS', '/api/nowhere')).status).toBe(404);
  });
});

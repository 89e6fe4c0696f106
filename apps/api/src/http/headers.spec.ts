import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Req } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type Request } from 'express';
import { request } from 'undici';
import { Public } from '../accounts/access';
import { behindTheEdge, type Edge } from './testing/behind-the-edge';
import { serveWebApp } from './web-app';

@Controller('me')
@Public()
class MeController {
  @Get()
  me(@Req() request: Request): object {
    return { ip: request.ip, secure: request.secure, host: request.hostname };
  }
}

const policyOf = (headers: Readonly<Record<string, unknown>>): string => String(headers['content-security-policy']);

describe('headers of every reply (P-API-3)', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await behindTheEdge([MeController]);
  });
  afterAll(() => edge.close());

  it.each(['/api/me', '/api/nowhere', '/api/%FF', '/api'])(
    'of the API (%s) allow nothing and are never kept',
    async (path) => {
      const { headers } = await edge.ask('GET', path);
      expect(policyOf(headers)).toBe("default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'");
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      });
      for (const name of ['x-powered-by', 'etag', 'server', 'access-control-allow-origin', 'strict-transport-security'])
        expect(headers[name]).toBeUndefined();
    },
  );

  it('have an id of ours, whatever the client sends', async () => {
    const { headers } = await edge.ask('GET', '/api/me', { headers: { 'x-request-id': 'forged' } });
    expect(headers['x-request-id']).not.toBe('forged');
  });

  it('of an unknown address under /api are a problem, also of /api itself', async () => {
    for (const path of ['/api', '/api/', '/api/x/y'])
      expect(await edge.ask('GET', path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

describe('a service over plain HTTP under another name than localhost', () => {
  it('sends no header that browsers only heed from addresses they trust', async () => {
    const edge = await behindTheEdge([MeController], { publicUrl: new URL('http://backups.example') });
    const { headers } = await edge.ask('GET', '/api/me');
    expect(headers['cross-origin-opener-policy']).toBeUndefined();
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    await edge.close();
  });
});

describe('a service behind https', () => {
  it('tells browsers to keep to it, for its own host only', async () => {
    const edge = await behindTheEdge([MeController], { publicUrl: new URL('https://backups.example') });
    const { headers } = await edge.ask('GET', '/api/me');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    await edge.close();
  });
});

describe('X-Forwarded-For (H49)', () => {
  const forged = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };

  it('is not believed when no proxy is named (H49)', async () => {
    const edge = await behindTheEdge([MeController]);
    expect((await edge.ask('GET', '/api/me', { headers: forged })).body).toEqual({
      ip: '127.0.0.1',
      secure: false,
      host: '127.0.0.1',
    });
    await edge.close();
  });

  it('is believed of named proxies, up to the first address that is none (H49)', async () => {
    const edge = await behindTheEdge([MeController], { trustProxy: ['127.0.0.1', '10.0.0.0/8'] });
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.1.2.3' };
    expect((await edge.ask('GET', '/api/me', { headers })).body).toMatchObject({ ip: '203.0.113.9' });
    await edge.close();
  });
});

describe('pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-web-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('without a web app say where the API is described', async () => {
    const edge = await behindTheEdge([MeController]);
    for (const path of ['/', '/projects/1', '/apiary']) {
      const reply = await edge.ask('GET', path);
      expect(reply).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(reply.body).toContain('href="/api/docs"');
    }
    await edge.close();
  });

  it('of the web app come for every address without extension, with a new nonce each time; files come as they are', async () => {
    mkdirSync(join(folder, 'media'));
    writeFileSync(join(folder, 'index.html'), '<app-root ngCspNonce="NONCE"></app-root>');
    writeFileSync(join(folder, 'main-5AQ2LIOX.js'), 'run()');
    writeFileSync(join(folder, 'bundle-7AQ2LIOX.js'), 'run();'.repeat(1_000));
    writeFileSync(join(folder, 'favicon.ico'), 'icon');
    writeFileSync(join(folder, '.env'), 'canary');
    const app = express();
    serveWebApp(
      {
        useStaticAssets: (root: string, o: object) => app.use(express.static(root, o)),
        use: app.use.bind(app),
      } as unknown as NestExpressApplication,
      folder,
    );
    app.get('/api/long', (_, response) => void response.json({ text: 'long '.repeat(1_000) }));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const get = async (path: string, asked = {}) => {
      const { statusCode, headers, body } = await request(`http://127.0.0.1:${port}${path}`, { headers: asked });
      return { status: statusCode, headers, body: await body.text() };
    };
    const pages = [await get('/'), await get('/projects/1'), await get('/index.html/..')];
    for (const { headers, body } of pages) {
      const nonce = /ngCspNonce="([\w+/=]{24})"/.exec(body)?.[1] ?? 'none';
      expect(policyOf(headers)).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policyOf(headers)).toMatch(/^default-src 'none';script-src 'self';/);
      expect(policyOf(headers)).toContain("require-trusted-types-for 'script';trusted-types 'none'");
      expect(headers['cache-control']).toBe('no-store');
    }
    expect(new Set(pages.map(({ body }) => body)).size).toBe(pages.length);
    expect(await get('/main-5AQ2LIOX.js')).toMatchObject({
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
      body: 'run()',
    });
    expect((await get('/favicon.ico')).headers['cache-control']).toBe('no-cache');
    for (const path of ['/.env', '/missing.js', '/../package.json', '/%2e%2e/package.json', '/media'])
      expect((await get(path)).body).not.toMatch(/canary|"name"/);
    expect((await get('/missing.js')).status).toBe(404);
    const packed = { 'accept-encoding': 'gzip' };
    expect((await get('/bundle-7AQ2LIOX.js', packed)).headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect((await get('/api/long', packed)).headers['content-encoding']).toBeUndefined();
    server.closeAllConnections();
    server.close();
  });
});

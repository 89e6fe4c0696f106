import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { behindTheEdge, type Edge } from '../http/testing/behind-the-edge';
import { DocsController } from './docs.controller';

describe('the description of the API', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await behindTheEdge([DocsController]);
  });
  afterAll(() => edge.close());

  it('is an OpenAPI 3.1 document that says what needs a sign-in', async () => {
    const { status, headers, body } = await edge.ask('GET', '/api/openapi.json');
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(body).toEqual(JSON.parse(readFileSync(join(import.meta.dirname, '../../../../openapi.json'), 'utf8')));
    expect(body).toMatchObject({
      openapi: '3.1.0',
      components: { securitySchemes: { token: { scheme: 'bearer' }, session: { in: 'cookie', name: '__Host-sid' } } },
    });
  });

  it('has a page of its own that loads nothing from elsewhere and runs nothing inline (P-API-4)', async () => {
    const { status, headers, body } = await edge.ask('GET', '/api/docs');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(
      /^default-src 'none';script-src 'self';style-src 'self' 'nonce-[\w+/=]{24}';img-src 'self' data:;/,
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(body).not.toMatch(/https?:\/\/|<script>|onload=|style="/);
    expect(headers['cache-control']).toBe('no-store');
    const loaded = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loaded.length).toBeGreaterThan(4);
    for (const path of loaded) expect([path, (await edge.ask('GET', path)).status]).toEqual([path, 200]);
  });

  it('serves the files of that page and no others', async () => {
    const { headers } = await edge.ask('GET', '/api/docs/swagger-ui-bundle.js');
    expect(headers['content-type']).toMatch(/^text\/javascript/);
    for (const file of [
      'index.html',
      'package.json',
      '..%2fpackage.json',
      '%2e%2e%2fpackage.json',
      'constructor',
      'toString',
    ])
      expect(await edge.ask('GET', `/api/docs/${file}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { anyone, signIn } from '../../testing/api-client';
import { AuditEvent } from '../audit-event.entity';

describe('the address that a request names', () => {
  let api: TestApi;
  afterEach(() => api.close());

  /** With a Host header of one's own, which undici would not send. */
  const ask = (host: string, path = '/accounts/setup') =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(api.url);
      const headers = { host };
      const asked = request({ host: '127.0.0.1', port, path: `/api${path}`, headers }, (reply) => {
        reply.resume();
        resolve(reply.statusCode!);
      });
      asked.on('error', reject).end();
    });

  it('P-ACCOUNT-9 H49 is that of PUBLIC_URL, localhost or an IP address', async () => {
    api = await startTestApi({}, { publicUrl: new URL('https://backups.example.org') });
    const answers = async (...hosts: string[]) => {
      const all = [];
      for (const host of hosts) all.push([host, await ask(host)]);
      return all;
    };
    const ours = ['backups.example.org', 'backups.example.org:8443', 'BACKUPS.example.org.', 'localhost:3000'];
    const here = ['stowbase.localhost', '127.0.0.1', '192.168.1.20:3000', '[::1]:3000'];
    expect(await answers(...ours, ...here)).toEqual([...ours, ...here].map((host) => [host, 200]));
    const near = [
      'evil.example',
      'backups.example.org.evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
    ];
    const odd = ['127.1', '0x7f000001', 'backups.example.org@evil.example', '[evil.example]', '::1'];
    expect(await answers(...near, ...odd)).toEqual([...near, ...odd].map((host) => [host, 421]));
  });

  it('H49 is missing: an old client is refused', async () => {
    api = await startTestApi();
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    socket.end('GET /api/accounts/setup HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 421 /);
  });

  it('H49 is refused for addresses that do not exist, too', async () => {
    api = await startTestApi();
    expect(await ask('evil.example', '/nowhere')).toBe(421);
  });

  it('H49 never makes a link: PUBLIC_URL does', async () => {
    api = await startTestApi({}, { publicUrl: new URL('https://backups.example.org'), trustProxy: ['127.0.0.1'] });
    const owner = await signIn(api);
    const forwarded = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
    };
    const body = { email: 'new@example.org', name: 'New', role: 'viewer' };
    const created = await owner.post<{ passwordLink: { url: string } }>('/accounts/users', body, forwarded);
    expect(created.body.passwordLink.url).toMatch(/^https:\/\/backups\.example\.org\/password#/);
  });

  const loginFrom = async (forwardedFor: string) => {
    await anyone(api).post(
      '/accounts/login',
      { email: 'x@example.org', password: 'x' },
      { 'x-forwarded-for': forwardedFor },
    );
    const [event] = await api.database.read.find(AuditEvent, { order: { id: 'DESC' }, take: 1 });
    return event!.address;
  };

  it('P-ACCOUNT-10 H49 is who connects, not who a header claims, without TRUST_PROXY', async () => {
    api = await startTestApi();
    expect(await loginFrom('203.0.113.9')).toBe('127.0.0.1');
  });

  it('H49 is the last one that a trusted proxy saw, whatever stands before it', async () => {
    api = await startTestApi({}, { trustProxy: ['127.0.0.0/8'] });
    expect(await loginFrom('203.0.113.9')).toBe('203.0.113.9');
    expect(await loginFrom('10.0.0.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(await loginFrom('203.0.113.9, 127.0.0.3')).toBe('203.0.113.9');
    expect(await loginFrom('::ffff:203.0.113.9')).toBe('203.0.113.9');
    expect(await loginFrom('<script>')).toBe('unknown');
  });

  it.each([
    ['https://backups.example.org', false, '__Host-sid', true],
    ['http://localhost:3000', false, '__Host-sid', true],
    ['http://nas.example.org', true, 'stowbase-sid', false],
    ['https://backups.example.org', true, '__Host-sid', true],
  ])('decides the cookie: %s with ALLOW_INSECURE_HTTP=%s', async (publicUrl, allowInsecureHttp, name, secure) => {
    api = await startTestApi({}, { publicUrl: new URL(publicUrl), allowInsecureHttp });
    const client = await signIn(api);
    expect(client.headers['cookie']).toContain(`${name}=`);
    const { headers } = await client.post('/accounts/logout');
    for (const cookie of headers['set-cookie']!) expect(cookie.includes('Secure')).toBe(secure);
  });
});

import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Guard, type GuardOptions } from './guard';
import { guardedAgents } from './guarded-agents';
import { guardedRequest } from './guarded-request';
import { certificateFor } from './testing/certificate';
import { closeListeners, ledTo, listening, namesOf } from './testing/network';

const name = 'files.example.test';
const other = 'other.example.test';
const names = { [name]: ['127.0.0.1'], [other]: ['127.0.0.1'], 'bad.example.com': ['169.254.169.254'] };

describe('encrypted requests through the guard', () => {
  let server: https.Server;
  let ca: string;
  const seen: { servername: string | false | null; alpn: string | false | null }[] = [];
  const port = () => (server.address() as AddressInfo).port;
  const guard = (options: Partial<GuardOptions> = {}) =>
    new Guard({ allowPrivateNetworks: true, lookup: namesOf(names).lookup, ...options });

  beforeAll(async () => {
    const { cert, key } = await certificateFor(name);
    ca = cert;
    server = https.createServer({ cert, key, ALPNProtocols: ['h2', 'http/1.1'] }, (request, response) => {
      const { servername, alpnProtocol } = request.socket as TLSSocket & { servername: string | false };
      seen.push({ servername, alpn: alpnProtocol });
      response.end('hello');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close().closeAllConnections());
  afterEach(closeListeners);
  beforeEach(() => void seen.splice(0));

  it('P-OUTGOING-3 are made for the name in the URL, over HTTP/1.1', async () => {
    const reply = await guardedRequest(guard(), { url: `https://${name}:${port()}/`, ca });
    expect([reply.status, reply.body.toString()]).toEqual([200, 'hello']);
    expect(seen).toEqual([{ servername: name, alpn: 'http/1.1' }]);
  });

  it('P-OUTGOING-3 are not sent where the certificate is unknown or another name stands in it', async () => {
    const attempts = [
      { url: `https://${name}:${port()}/` },
      { url: `https://${other}:${port()}/`, ca },
      { url: `https://127.0.0.1:${port()}/`, ca },
    ];
    for (const attempt of attempts)
      await expect(guardedRequest(guard(), attempt)).rejects.toMatchObject({ code: 'TLS_UNTRUSTED', kind: 'tls' });
    expect(seen).toEqual([]);
  });

  it('tell a port without TLS from a certificate', async () => {
    const plain = await listening((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(guardedRequest(guard(), { url: `https://${name}:${plain.port}/`, ca })).rejects.toMatchObject({
      code: 'TLS_FAILED',
    });
  });

  describe("with Node's agents, as the AWS SDK uses them", () => {
    /** The status, or the error's code. */
    const asked = (module: typeof http | typeof https, options: https.RequestOptions): Promise<unknown> =>
      new Promise((resolve) =>
        module
          .get(options, (response) => resolve(response.resume().statusCode))
          .on('error', (error: Error & { code?: string }) => resolve(error.code)),
      );

    it('P-OUTGOING-3 go to the name in the certificate, again on the same connection', async () => {
      const sockets = ledTo(port());
      const { httpsAgent } = guardedAgents(guard({ open: sockets.open }), { ca });
      httpsAgent.maxSockets = 1; // the second request waits for the first one's connection
      const options = { host: name, port: port(), agent: httpsAgent };
      expect(await asked(https, options)).toBe(200);
      expect(await asked(https, options)).toBe(200);
      expect(seen.map(({ servername }) => servername)).toEqual([name, name]);
      expect(sockets.opened).toHaveLength(1);
      expect(await asked(https, { ...options, host: other })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
      httpsAgent.destroy();
    });

    it.each(['169.254.169.254', '2852039166', '::ffff:169.254.169.254', 'bad.example.com', 'fe80::1'])(
      'H11 P-OUTGOING-3 are blocked for %s, encrypted or not, and nothing is opened',
      async (host) => {
        const sockets = ledTo(port());
        const agents = guardedAgents(guard({ open: sockets.open }), { ca, allowInsecure: true });
        expect(await asked(https, { host, port: port(), agent: agents.httpsAgent })).toBe('ADDRESS_BLOCKED');
        expect(await asked(http, { host, port: port(), agent: agents.httpAgent })).toBe('ADDRESS_BLOCKED');
        expect(sockets.opened).toEqual([]);
      },
    );

    it('H14 do not go unencrypted to a public host unless that is allowed', async () => {
      const web = await listening((socket) => socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n')));
      const options = { host: '93.184.215.14', port: 80 };
      const sockets = ledTo(web.port);
      const strict = guardedAgents(guard({ open: sockets.open })).httpAgent;
      expect(await asked(http, { ...options, agent: strict })).toBe('INSECURE_URL');
      expect(sockets.opened).toEqual([]);
      const allowed = guardedAgents(guard({ open: sockets.open }), { allowInsecure: true }).httpAgent;
      expect(await asked(http, { ...options, agent: allowed })).toBe(204);
      const home = guardedAgents(guard()).httpAgent;
      expect(await asked(http, { host: name, port: web.port, agent: home })).toBe(204);
      for (const agent of [strict, allowed, home]) agent.destroy();
    });
  });
});

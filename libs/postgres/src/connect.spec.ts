import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { promisify, inspect } from 'node:util';
import { connect } from './connect';
import { readIssuerPin } from './inspect-stream';
import { plainConnect } from './open-stream';
import type { ConnectionSettings, TlsSettings } from './settings';
import { startScratchServer, type ScratchServer } from './testing';

const run = promisify(execFile);
const secret = 'canary-SECRET-42';

/** A server that answers the SSLRequest and the start-up packet as told. */
async function answering(reply: (socket: Socket, packet: Buffer) => void): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (packet: Buffer) => reply(socket, packet));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

const settingsFor = (port: number, tls: TlsSettings = { mode: 'disable' }): ConnectionSettings => ({
  host: '127.0.0.1',
  port,
  user: 'backup',
  password: secret,
  database: 'app',
  tls,
});

async function failure(attempt: Promise<unknown>): Promise<unknown> {
  const error: unknown = await attempt.then(
    () => new Error('it connected'),
    (reason: unknown) => reason,
  );
  expect(inspect(error, { depth: 9 })).not.toContain(secret);
  return error;
}

describe('a real server', () => {
  let server: ScratchServer;
  beforeAll(async () => (server = await startScratchServer()), 60_000);
  afterAll(() => server.stop());
  const superuser = (database = 'postgres') => server.settings(server.superuser.user, database);

  it('answers with text values under our application name', async () => {
    const client = await connect(superuser(), { statementTimeoutMs: 5_000 });
    const { rows } = await client.query(
      `SELECT 1 AS one, now() AS now, true AS yes, current_setting('application_name') AS name, current_setting('statement_timeout') AS timeout`,
    );
    await client.end();
    expect(rows).toEqual([{ one: '1', now: expect.any(String) as unknown, yes: 't', name: 'stowbase', timeout: '5s' }]);
  });

  it("takes nothing from libpq's variables in this process", async () => {
    const variables = {
      PGOPTIONS: '-c search_path=evil',
      PGAPPNAME: 'evil',
      PGUSER: 'evil',
      PGHOST: 'evil',
      PGSSLMODE: 'require',
    };
    Object.assign(process.env, variables, { PGREPLICATION: 'database', PGPORT: '1', PGSSLNEGOTIATION: 'direct' });
    try {
      const client = await connect(superuser());
      const { rows } = await client.query(
        `SELECT current_setting('search_path') AS path, current_setting('application_name') AS name`,
      );
      await client.end();
      expect(rows).toEqual([{ path: '"$user", public', name: 'stowbase' }]);
    } finally {
      for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
    }
  });

  it('P-OUTGOING-4 is reached at the address given beside its name, which nothing resolves again', async () => {
    const asked: string[] = [];
    const settings = { ...superuser(), host: 'db.nowhere.test', hostAddress: server.host };
    const client = await connect(settings, {
      connect: (target) => {
        asked.push(target.host);
        return plainConnect(target);
      },
    });
    await client.end();
    expect(asked).toEqual([server.host]);
    for (const hostAddress of ['localhost', '/tmp', 'fe80::1%eth0', '']) {
      expect(await failure(connect({ ...settings, hostAddress }))).toMatchObject({ code: 'HOST_INVALID' });
    }
  });

  it('goes on unencrypted with prefer when the server has no TLS, and refuses with require', async () => {
    const client = await connect({ ...superuser(), tls: { mode: 'prefer' } });
    await client.end();
    expect(await failure(connect({ ...superuser(), tls: { mode: 'require' } }))).toMatchObject({
      code: 'TLS_NOT_OFFERED',
    });
  });

  it('H10 tells a wrong password, a missing password and a missing database apart', async () => {
    expect(await failure(connect({ ...superuser(), password: secret }))).toMatchObject({
      kind: 'login',
      code: 'AUTH_FAILED',
    });
    const { password, ...without } = superuser();
    process.env['PGPASSWORD'] = password;
    expect(await failure(connect(without))).toMatchObject({ code: 'AUTH_FAILED' });
    delete process.env['PGPASSWORD'];
    expect(await failure(connect(superuser('nothing')))).toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it.each(['--file=x', 'host=evil', 'postgresql://evil/x'])('H06 the database name %j is only a name', async (name) => {
    expect(await failure(connect(superuser(name)))).toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it("H06 a database named a b;c'd works", async () => {
    await server.with(server.superuser.user, 'postgres', (client) => client.query(`CREATE DATABASE "a b;c'd"`));
    const client = await connect(superuser("a b;c'd"));
    await client.end();
  });

  it('survives the loss of an idle connection, and the next query says so', async () => {
    const client = await connect(superuser());
    const ended = new Promise((resolve) => client.once('end', () => resolve(null)));
    await server.with(server.superuser.user, 'postgres', (other) =>
      other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stowbase'`),
    );
    await ended;
    await expect(client.query('SELECT 1')).rejects.toThrow();
  });
});

describe('a server that refuses (F14, H10)', () => {
  const cases: [string, string, string, string][] = [
    ['F14', '53300', 'sorry, too many clients already', 'TOO_MANY_CONNECTIONS'],
    ['F14', 'XX000', 'MaxClientsInSessionMode: max clients reached - in Session mode', 'TOO_MANY_CONNECTIONS'],
    ['F14', '57P03', 'the database system is starting up', 'STARTING_UP'],
    ['H10', 'XX000', 'Tenant or user not found', 'TENANT_NOT_FOUND'],
    ['H10', 'XX000', 'Address not in tenant allow_list: {1, 2, 3, 4}', 'NETWORK_RESTRICTED'],
    ['H10', 'XX000', 'This project is paused', 'PROJECT_PAUSED'],
    ['H10', 'XX000', 'SSL connection is required', 'TLS_REQUIRED'],
    ['H10', 'XX000', '(ECIRCUITBREAKER) too many authentication failures', 'AUTH_BLOCKED'],
    ['H10', '28P01', 'password authentication failed for user "backup"', 'AUTH_FAILED'],
    ['H10', '28000', 'no pg_hba.conf entry for host "1.2.3.4", no encryption', 'TLS_REQUIRED'],
    ['H10', '28000', 'no pg_hba.conf entry for host "1.2.3.4", SSL encryption', 'NETWORK_RESTRICTED'],
  ];

  it.each(cases)('%s %s %j is %s, without any secret', async (_, state, message, code) => {
    const { server, port } = await answering((socket) => socket.end(errorResponse(state, `${message} ${secret}`)));
    expect(await failure(connect(settingsFor(port)))).toMatchObject({ code });
    server.close();
  });

  it('is told apart from one that is not there and one that says nothing', async () => {
    const { server, port } = await answering(() => undefined);
    const silent = connect({ ...settingsFor(port), connectTimeoutSeconds: 0.05 });
    expect(await failure(silent)).toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('0.05 seconds') as unknown,
    });
    const direct = { ...settingsFor(port), host: 'db.abcdefghijklmnopqrst.supabase.co', hostAddress: '127.0.0.1' };
    expect(await failure(connect({ ...direct, connectTimeoutSeconds: 0.05 }))).toMatchObject({
      code: 'UNREACHABLE',
      nextStep: expect.stringContaining('Session pooler') as unknown,
    });
    const cancelled = connect(settingsFor(port), { signal: AbortSignal.timeout(20) });
    expect(await failure(cancelled)).toMatchObject({ code: 'CANCELLED' });
    server.close();
    const { server: closed, port: free } = await answering(() => undefined);
    closed.close();
    await once(closed, 'close');
    expect(await failure(connect(settingsFor(free)))).toMatchObject({ code: 'UNREACHABLE' });
  });

  it('may break off the encryption', async () => {
    const { server, port } = await answering((socket, packet) => {
      if (packet.length === 8) socket.write('S');
      else socket.end('this is not TLS');
    });
    expect(await failure(connect(settingsFor(port, { mode: 'require' })))).toMatchObject({
      kind: 'tls',
      code: 'TLS_FAILED',
    });
    server.close();
  });

  it('may hang up at any moment', async () => {
    const { server, port } = await answering((socket) => socket.resetAndDestroy());
    expect(await failure(connect(settingsFor(port)))).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await failure(connect(settingsFor(port, { mode: 'require' })))).toMatchObject({ code: 'CONNECTION_LOST' });
    server.close();
  });

  it('must speak PostgreSQL, and nothing before the encryption', async () => {
    for (const answer of ['HTTP/1.1 400 Bad Request\r\n\r\n', 'Sx', 'Nx', errorResponse('53300', secret)]) {
      const { server, port } = await answering((socket) => socket.write(answer));
      expect(await failure(connect(settingsFor(port, { mode: 'require' })))).toMatchObject({ code: 'UNREACHABLE' });
      server.close();
    }
  });

  it('is reached through the connect function handed in', async () => {
    const refused = Object.assign(new Error('This address is not allowed.'), {
      kind: 'blocked',
      code: 'ADDRESS_REFUSED',
      nextStep: 'x',
    });
    const attempt = connect(settingsFor(1), { connect: () => Promise.reject(refused) });
    expect(await failure(attempt)).toBe(refused);
  });
});

describe('certificates', () => {
  let folder: string;
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stowbase-tls-'));
    const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    for (const ca of ['ours', 'other']) {
      await openssl('req', '-x509', ...key, '-subj', `/CN=${ca} root`, '-keyout', `${ca}.key`, '-out', `${ca}.pem`);
      const names = ['-addext', 'subjectAltName=DNS:db.test,IP:127.0.0.1'];
      const issue = ['-CA', `${ca}.pem`, '-CAkey', `${ca}.key`];
      await openssl(
        'req',
        '-x509',
        ...key,
        ...issue,
        '-subj',
        '/CN=db',
        ...names,
        '-keyout',
        `${ca}-db.key`,
        '-out',
        `${ca}-db.pem`,
      );
      await openssl(
        'req',
        '-x509',
        ...key,
        ...issue,
        '-subj',
        '/CN=x',
        '-keyout',
        `${ca}-x.key`,
        '-out',
        `${ca}-x.pem`,
      );
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Speaks TLS with this chain, notes what arrives inside it, and then refuses the login. */
  async function encrypted(
    chain: string[],
    keyFile: string,
  ): Promise<{ port: number; received: Buffer[]; close(): void }> {
    const secureContext = createSecureContext({
      cert: (await Promise.all(chain.map(read))).join(''),
      key: await read(keyFile),
    });
    const received: Buffer[] = [];
    const { server, port } = await answering((socket, packet) => {
      if (packet.length !== 8) return;
      socket.removeAllListeners('data');
      socket.write('S');
      const inside = new TLSSocket(socket, { isServer: true, secureContext });
      inside.on('error', () => undefined);
      inside.on('data', (bytes: Buffer) => {
        received.push(bytes);
        inside.end(errorResponse('28P01', 'password authentication failed'));
      });
    });
    return { port, received, close: () => server.close() };
  }

  const ourChain = ['ours-db.pem', 'ours.pem'];

  it('of an unknown authority pass with require and fail with verify-full', async () => {
    const { port, close } = await encrypted(ourChain, 'ours-db.key');
    expect(await failure(connect(settingsFor(port, { mode: 'require' })))).toMatchObject({ code: 'AUTH_FAILED' });
    expect(await failure(connect(settingsFor(port, { mode: 'verify-full' })))).toMatchObject({ code: 'TLS_UNTRUSTED' });
    close();
  });

  it('of the given authority pass, of another one fail, before a user name is sent', async () => {
    const { port, received, close } = await encrypted(ourChain, 'ours-db.key');
    const [ours, other] = [await read('ours.pem'), await read('other.pem')];
    for (const mode of ['verify-full', 'verify-ca', 'require'] as const) {
      expect(await failure(connect(settingsFor(port, { mode, ca: other })))).toMatchObject({ code: 'TLS_UNTRUSTED' });
    }
    expect(received).toHaveLength(0);
    for (const mode of ['verify-full', 'verify-ca', 'require'] as const) {
      expect(await failure(connect(settingsFor(port, { mode, ca: ours })))).toMatchObject({ code: 'AUTH_FAILED' });
    }
    close();
  });

  it('for another name fail with verify-full only', async () => {
    const { port, close } = await encrypted(['ours-x.pem', 'ours.pem'], 'ours-x.key');
    const ca = await read('ours.pem');
    expect(await failure(connect(settingsFor(port, { mode: 'verify-full', ca })))).toMatchObject({
      code: 'TLS_UNTRUSTED',
    });
    expect(await failure(connect(settingsFor(port, { mode: 'verify-ca', ca })))).toMatchObject({ code: 'AUTH_FAILED' });
    close();
  });

  it('are checked for the name also when its address is given', async () => {
    const { port, close } = await encrypted(ourChain, 'ours-db.key');
    const verified = {
      ...settingsFor(port, { mode: 'verify-full', ca: await read('ours.pem') }),
      hostAddress: '127.0.0.1',
    };
    expect(await failure(connect({ ...verified, host: 'db.test' }))).toMatchObject({ code: 'AUTH_FAILED' });
    expect(await failure(connect({ ...verified, host: 'other.test' }))).toMatchObject({ code: 'TLS_UNTRUSTED' });
    close();
  });

  it("pin the issuer's key: another server certificate of the same issuer passes", async () => {
    const first = await encrypted(ourChain, 'ours-db.key');
    const pin = await readIssuerPin(settingsFor(first.port, { mode: 'require' }));
    expect(pin).toMatch(/^[0-9a-f]{64}$/);
    expect(first.received).toHaveLength(0);
    const renewed = await encrypted(['ours-x.pem', 'ours.pem'], 'ours-x.key');
    const tls = { mode: 'require', pin: pin! } as const;
    expect(await failure(connect(settingsFor(renewed.port, tls)))).toMatchObject({ code: 'AUTH_FAILED' });
    first.close();
    renewed.close();
  });

  it('pin: another issuer, and a foreign certificate beside the true issuer, are refused before anything is sent', async () => {
    const first = await encrypted(ourChain, 'ours-db.key');
    const tls = { mode: 'require', pin: (await readIssuerPin(settingsFor(first.port, { mode: 'require' })))! } as const;
    first.close();
    for (const chain of [['other-db.pem', 'other.pem'], ['other-db.pem', 'ours.pem'], ['other-db.pem']]) {
      const stranger = await encrypted(chain, 'other-db.key');
      expect(await failure(connect(settingsFor(stranger.port, tls)))).toMatchObject({ code: 'TLS_PIN_CHANGED' });
      expect(stranger.received).toHaveLength(0);
      stranger.close();
    }
  });

  it('a server that names only itself is pinned by its own key', async () => {
    const server = await encrypted(['ours-db.pem'], 'ours-db.key');
    const pin = await readIssuerPin(settingsFor(server.port, { mode: 'prefer' }));
    expect(pin).toMatch(/^[0-9a-f]{64}$/);
    server.close();
  });
});

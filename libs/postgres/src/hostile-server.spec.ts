import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { connect } from './connect';
import { runDoctor } from './doctor/doctor';
import type { ConnectionSettings } from './settings';

function message(type: string, body: Buffer | string): Buffer {
  const rest = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(rest.length + 4, 1);
  return Buffer.concat([head, rest]);
}

const loggedIn = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', 'I')]);

describe('P-HOSTILE-1: a database server that does not keep to the protocol', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  /** Sends each answer to one packet, whatever stands in it. */
  async function sending(...answers: Buffer[]): Promise<ConnectionSettings> {
    const server = createServer((socket) => {
      const left = [...answers];
      socket.on('error', () => undefined);
      socket.on('data', () => {
        const answer = left.shift();
        if (answer !== undefined) socket.write(answer);
      });
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { host: '127.0.0.1', port, user: 'u', database: 'd', password: 'p', tls: { mode: 'disable' } };
  }

  it.each([
    ['a message without what belongs into it', message('R', '')],
    ['a message that says it is shorter than its length', Buffer.from([0x52, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['an error whose text has no end', message('E', 'SFATAL')],
    ['an error with no more than half an end', message('E', Buffer.from([0x53, 0xff, 0]))],
    ['an empty error', message('E', '')],
    ['a notice whose text has no end', Buffer.concat([loggedIn.subarray(0, 9), message('N', 'SWARNING')])],
  ])('that answers the login with %s ends the connection, not the process', async (_, answer) => {
    await expect(connect(await sending(answer))).rejects.toMatchObject({ name: 'PostgresError', code: 'UNREACHABLE' });
  });

  it.each([
    ['columns that are not there', message('T', Buffer.from([0, 9, 65]))],
    ['fewer than no columns', message('T', Buffer.from([0xff, 0xff]))],
    [
      'values that are not there',
      Buffer.concat([message('T', Buffer.alloc(2)), message('D', Buffer.from([0, 9, 0, 0, 0, 9]))]),
    ],
    ['a message of 4 GiB', Buffer.from([0x54, 0xff, 0xff, 0xff, 0xff])],
    ['an error whose text has no end', message('E', 'SERROR\0Mno')],
  ])('that answers a query with %s ends that query, not the process', async (_, answer) => {
    const client = await connect(await sending(loggedIn, answer));
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ name: 'PostgresError', code: 'UNREACHABLE' });
    await client.end();
  });

  it('that keeps silent when it is told its limits is given up after the time for connecting', async () => {
    const settings = { ...(await sending(loggedIn)), connectTimeoutSeconds: 1 };
    await expect(connect(settings, { statementTimeoutMs: 1_000 })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('within 1 seconds') as string,
    });
  });

  it('that answers everything with nothing is no server that can be backed up', async () => {
    const nothing = Buffer.concat([
      ...['1', '2'].map((type) => message(type, '')),
      message('T', Buffer.alloc(2)),
      message('C', 'SELECT 0\0'),
      message('Z', 'I'),
    ]);
    const report = await runDoctor(await sending(loggedIn, ...Array.from({ length: 40 }, () => nothing)));
    expect(report).toMatchObject({ ok: false });
    expect(report.checks.find(({ id }) => id === 'version')).toMatchObject({ status: 'fail', code: 'UNREACHABLE' });
    expect(report.checks.find(({ id }) => id === 'snapshot')?.status).toBe('skip');
  });

  it('that keeps silent later fails the checks of the doctor, which end', async () => {
    const answered = Buffer.concat([
      message('1', ''),
      message('2', ''),
      message('T', Buffer.alloc(2)),
      message('C', 'SELECT 0\0'),
      message('Z', 'I'),
    ]);
    const report = await runDoctor(await sending(loggedIn, answered), { patienceMs: 100 });
    expect(report.checks.find(({ id }) => id === 'login')?.status).toBe('pass');
    expect(report).toMatchObject({ ok: false });
    expect(report.checks.find(({ status }) => status === 'fail')?.code).toBe('CONNECTION_LOST');
  });

  it('that never closes its side is not waited for', async () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(loggedIn));
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = await connect({
      host: '127.0.0.1',
      port,
      user: 'u',
      database: 'd',
      tls: { mode: 'disable' },
    });
    await expect(client.end()).resolves.toBeUndefined();
  }, 20_000);
});

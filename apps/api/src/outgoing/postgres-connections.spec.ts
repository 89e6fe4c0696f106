import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { runBackup } from '@stowbase/dump';
import { connect, runDoctor, type ConnectionSettings, type PostgresErrorCode } from '@stowbase/postgres';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { GuardOptions } from './guard';
import { Outgoing } from './outgoing';
import { closeListeners, failingWith, ledTo, listening, namesOf } from './testing/network';

const ref = 'abcdefghijklmnopqrst';
const direct = `db.${ref}.supabase.co`;
const pooler = 'aws-0-eu-west-1.pooler.supabase.com';
const canary = 'canary@SECRET:42';
const publicSix = '2a05:d014:1c06:5f00::1';

const settingsFor = (host: string, port = 5432): ConnectionSettings => ({
  ...{ host, port, user: 'postgres', password: canary, database: 'postgres' },
  tls: { mode: 'disable' },
});

const outgoing = (options: Partial<GuardOptions> = {}): Outgoing =>
  new Outgoing({ allowPrivateNetworks: true, ...options });

/** The error of an attempt that must fail; the password is in none of its texts, in no spelling. */
async function failure(attempt: Promise<unknown>): Promise<unknown> {
  const error: unknown = await attempt.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  for (const form of [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')])
    expect(inspect(error, { depth: 9 })).not.toContain(form);
  return error;
}

/** A server that refuses every login with these words, and repeats the password as no server should. */
async function refusing(code: string, message: string): Promise<number> {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0D${canary} ${encodeURIComponent(canary)}\0\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  const { port } = await listening((socket) => socket.once('data', () => socket.end(Buffer.concat([head, fields]))));
  return port;
}

afterEach(closeListeners);

describe('H09 a host with an IPv6 address only, from a network without IPv6', () => {
  const { lookup } = namesOf({ [direct]: [publicSix], 'db.example.com': [publicSix] });

  it.each(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL'])(
    'H09 F20 (%s) is told as such through the guard, with the Session pooler as the way out',
    async (code) => {
      const guard = outgoing({ allowPrivateNetworks: false, lookup, open: failingWith(code).open });
      expect(await failure(connect(settingsFor(direct), { connect: guard.connect }))).toMatchObject({
        code: 'IPV6_ONLY',
        message: expect.stringContaining('IPv6 address only') as string,
        nextStep: expect.stringContaining('Session pooler string') as string,
      });
    },
  );

  it('H09 is told by the doctor too, for any host', async () => {
    const guard = outgoing({ lookup, open: failingWith('ENETUNREACH').open });
    const report = await runDoctor(
      { ...settingsFor('db.example.com'), tls: { mode: 'require' } },
      { lookup, connect: guard.connect },
    );
    expect(report.checks.find(({ id }) => id === 'tls')?.text).toContain('IPv6 address only');
  });

  it('H09 F20 a direct host without any address names the pooler as well', async () => {
    const guard = outgoing({ lookup: namesOf({}).lookup });
    for (const attempt of [
      connect(settingsFor(direct), { connect: guard.connect }),
      guard.guardSettings(settingsFor(direct)),
    ])
      expect(await failure(attempt)).toMatchObject({
        code: 'HOST_NOT_FOUND',
        nextStep: expect.stringContaining('Session pooler string') as string,
      });
  });
});

describe('H10 why a login failed, through the guard', () => {
  const words: [why: string, host: string, code: string, message: string, becomes: PostgresErrorCode][] = [
    ['wrong password', pooler, '28P01', `password authentication failed for user "postgres.${ref}"`, 'AUTH_FAILED'],
    ['wrong password', pooler, 'XX000', '(EAUTHQUERY) authentication query failed: wrong password', 'AUTH_FAILED'],
    ['wrong database', pooler, '3D000', 'database "nothing" does not exist', 'DATABASE_MISSING'],
    ['paused project', pooler, 'XX000', 'The project is paused', 'PROJECT_PAUSED'],
    ['network ban', pooler, 'XX000', 'too many authentication failures, network ban in place', 'AUTH_BLOCKED'],
    ['network restriction', pooler, 'XX000', 'Address not in tenant allow_list: {1, 2, 3, 4}', 'NETWORK_RESTRICTED'],
    ['no such project', pooler, 'XX000', 'Tenant or user not found', 'TENANT_NOT_FOUND'],
  ];
  it.each(words)('H10 %s (%s %s %s) has the code %s', async (_why, host, code, message, becomes) => {
    const port = await refusing(code, message);
    const guard = outgoing({ lookup: namesOf({ [host]: ['127.0.0.1'] }).lookup });
    const settings = { ...settingsFor(host, port), user: `postgres.${ref}` };
    expect(await failure(connect(settings, { connect: guard.connect }))).toMatchObject({
      code: becomes,
      kind: 'login',
    });
  });

  it.each([direct, pooler])('H10 a ban that only refuses connections (%s) is told as one', async (host) => {
    const guard = outgoing({ lookup: namesOf({ [host]: ['127.0.0.1'] }).lookup });
    const gone = await listening();
    await gone.close();
    const settings = { ...settingsFor(host, gone.port), user: `postgres.${ref}` };
    expect(await failure(connect(settings, { connect: guard.connect }))).toMatchObject({
      code: 'NETWORK_RESTRICTED',
      nextStep: expect.stringContaining('Network Bans') as string,
    });
  });
});

describe('a real server behind the guard', () => {
  let server: ScratchServer;
  const name = 'db.example.test';
  const names = { [name]: ['127.0.0.1'] };
  const settings = (change: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
    ...server.settings(server.superuser.user, 'postgres'),
    host: name,
    ...change,
  });
  const request = (source: ConnectionSettings, guard: Outgoing): Parameters<typeof runBackup>[0] => ({
    ...{ source, connect: guard.connect, type: 'full', compression: { method: 'zstd', level: 3 }, recipients: [] },
    ...{ history: true, excludeSchemas: [], excludeTables: [], jobs: 1, backupId: randomUUID(), attempt: 1 },
    ...{ createdAt: new Date(), projectSlug: 'x', projectName: 'x', projectRef: null, stowbaseVersion: 'test' },
    openOutput: () => Promise.resolve({ write: () => Promise.resolve() }),
  });

  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    await server.with(server.superuser.user, 'postgres', (client) =>
      client.query('CREATE TABLE notes AS SELECT generate_series(1, 10) AS id'),
    );
  }, 60_000);
  afterAll(() => server.stop());

  it('H10 tells a wrong password and a wrong database apart', async () => {
    const guard = outgoing({ lookup: namesOf(names).lookup });
    const attempt = (change: Partial<ConnectionSettings>) =>
      failure(connect(settings(change), { connect: guard.connect }));
    expect(await attempt({ password: canary })).toMatchObject({ code: 'AUTH_FAILED' });
    expect(await attempt({ database: 'nothing' })).toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it('P-OUTGOING-4 a backup goes to the address that was judged, pg_dump too, though no resolver knows the name', async () => {
    const resolver = namesOf(names);
    const guard = outgoing({ lookup: resolver.lookup });
    const source = await guard.guardSettings(settings());
    expect(source).toEqual({ ...settings(), hostAddress: '127.0.0.1' });
    const { contents } = await runBackup(request(source, guard));
    expect(contents.tables).toContainEqual(expect.objectContaining({ schema: 'public', name: 'notes', rows: 10 }));
    expect(resolver.asked).toEqual([name]);
  });

  it('H11 P-OUTGOING-4 a denied host ends doctor, connection, backup and look-up with the policy, and nothing is opened', async () => {
    const sockets = ledTo(server.port);
    const guard = outgoing({ allowPrivateNetworks: false, lookup: namesOf(names).lookup, open: sockets.open });
    const blocked = { code: 'ADDRESS_BLOCKED', message: expect.stringContaining('policy') as string };
    expect(await failure(guard.guardSettings(settings()))).toMatchObject(blocked);
    expect(await failure(connect(settings(), { connect: guard.connect }))).toMatchObject(blocked);
    expect(await failure(runBackup(request(settings(), guard)))).toMatchObject(blocked);
    const lookup = namesOf(names).lookup;
    const report = await runDoctor(settings(), { connect: guard.connect, lookup });
    expect(report.checks.find(({ status }) => status === 'fail')?.text).toContain('policy');
    expect(sockets.opened).toEqual([]);
  });

  it('H11 P-OUTGOING-4 an address handed to the tools is judged again with each connection', async () => {
    const guard = outgoing({ allowPrivateNetworks: false, lookup: namesOf(names).lookup });
    const attempt = connect(settings({ hostAddress: '127.0.0.1' }), { connect: guard.connect });
    expect(await failure(attempt)).toMatchObject({ code: 'ADDRESS_BLOCKED' });
  });
});

import { findClientTools } from '../client-tools';
import type { ConnectionSettings } from '../settings';
import { freshTarget, startScratchServer, type ScratchServer } from '../testing';
import { runDoctor, type DoctorOptions } from './doctor';
import { timedFrom, type CheckId, type DoctorReport } from './report';

const secret = 'canary-SECRET-42';
const ref = 'abcdefghijklmnopqrst';

const statuses = (report: DoctorReport) => Object.fromEntries(report.checks.map((check) => [check.id, check.status]));
const find = (report: DoctorReport, id: CheckId) => report.checks.find((check) => check.id === id)!;

async function examine(settings: ConnectionSettings, options: DoctorOptions = {}): Promise<DoctorReport> {
  const report = await runDoctor(settings, options);
  expect(JSON.stringify(report)).not.toContain(secret);
  return report;
}

const unreachable = (code: string): Pick<DoctorOptions, 'connect'> => ({
  connect: () => Promise.reject(Object.assign(new Error(`connect ${code}`), { code })),
});

const remote = (host: string, more: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
  host,
  port: 5432,
  user: 'postgres',
  password: secret,
  database: 'postgres',
  tls: { mode: 'require' },
  ...more,
});

describe('the doctor, where nobody answers', () => {
  it('stops at a connection that cannot work and names the rest as not checked', async () => {
    const report = await examine(remote('aws-0-x.pooler.supabase.com', { user: `postgres.${ref}`, port: 6543 }));
    expect(report.ok).toBe(false);
    expect(report.checks.map((check) => check.status)).toEqual(['fail', ...Array<string>(14).fill('skip')]);
    expect(find(report, 'form').fix?.text).toContain(':5432/');
  });

  it('gives each check that it makes the time since the one before, and none to the others', async () => {
    const report = await examine(remote('aws-0-x.pooler.supabase.com', { user: `postgres.${ref}`, port: 6543 }));
    expect(report.checks.filter(({ ms }) => ms !== undefined).map(({ id }) => id)).toEqual(['form']);
    const times = [100, 104.4, 104.2, 250];
    const timed = timedFrom(() => times.shift() ?? 0);
    expect(Array.from({ length: 3 }, () => timed(find(report, 'form')).ms)).toEqual([4, 0, 146]);
  });

  it('H04 fails weak TLS to a public host unless it was allowed', async () => {
    const settings = remote('db.example.com', { tls: { mode: 'disable' } });
    expect(find(await examine(settings), 'form').status).toBe('fail');
    const lookup = () => Promise.resolve([{ address: '192.0.2.1', family: 4 }]);
    const allowed = await examine(settings, { allowInsecure: true, lookup, ...unreachable('ECONNREFUSED') });
    expect(find(allowed, 'form').status).toBe('warn');
  });

  it('F20 says when the name has no address', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }));
    const report = await examine(remote(`db.${ref}.supabase.co`), { lookup });
    expect(find(report, 'dns').status).toBe('fail');
    expect(find(report, 'dns').fix?.text).toContain('Session pooler');
  });

  it.each([`db.${ref}.supabase.co`, 'db.example.com'])(
    'F20 H09 %s with IPv6 only, from a network without it',
    async (host) => {
      const lookup = () => Promise.resolve([{ address: '2001:db8::1', family: 6 }]);
      const report = await examine(remote(host), { lookup, ...unreachable('ENETUNREACH') });
      expect(statuses(report)).toMatchObject({ dns: 'warn', tls: 'fail', login: 'skip' });
      expect(find(report, 'tls').text).toContain('IPv6 address only');
      expect(find(report, 'dns').fix?.text).toContain(host.includes('supabase') ? 'Session pooler' : 'IPv6');
    },
  );
});

it('P-OUTGOING-4 the doctor reports a refusal of the outgoing guard like any failure', async () => {
  const refused = Object.assign(new Error('Not allowed.'), {
    kind: 'policy',
    code: 'ADDRESS_BLOCKED',
    nextStep: 'Allow it.',
  });
  const lookup = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }]);
  const report = await examine(remote('db.example.com'), { lookup, connect: () => Promise.reject(refused) });
  expect(statuses(report)).toMatchObject({ tls: 'fail', login: 'skip' });
  expect(find(report, 'tls')).toMatchObject({ text: 'Not allowed.', fix: { text: 'Allow it.' } });
});

describe('the doctor at a real server', () => {
  let server: ScratchServer;
  let dirs: string[];

  beforeAll(async () => {
    server = await startScratchServer({ major: 15 });
    dirs = (await findClientTools()).map((tool) => tool.dir);
    await sql(`CREATE ROLE backup LOGIN PASSWORD '${secret}'`);
    await sql(
      'CREATE SCHEMA closed; CREATE TABLE closed."odd ""table" (a int); CREATE SEQUENCE numbers; SELECT lo_create(4711)',
    );
    await sql(
      'CREATE TABLE hidden (a int); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; GRANT SELECT ON hidden TO backup',
    );
  }, 60_000);
  afterAll(() => server.stop());

  const sql = (text: string) => server.with(server.superuser.user, 'postgres', (client) => client.query(text));
  const as = (user: string): ConnectionSettings => ({
    ...server.settings(user, 'postgres'),
    ...(user === 'backup' ? { password: secret } : {}),
  });

  it('passes a superuser, with a note on what a backup holds while it runs', async () => {
    const report = await examine(as(server.superuser.user), { clientDirs: dirs });
    expect(report.ok).toBe(true);
    expect(statuses(report)).toMatchObject({
      form: 'pass',
      dns: 'pass',
      tls: 'pass',
      login: 'pass',
      version: 'pass',
      role: 'pass',
      readable: 'pass',
      'row-security': 'pass',
      'large-values': 'pass',
      size: 'pass',
      egress: 'pass',
      connections: 'pass',
      locks: 'pass',
      snapshot: 'pass',
    });
    expect(report.server).toMatchObject({
      versionNum: expect.any(Number) as number,
      databaseBytes: expect.any(Number) as number,
    });
    expect(find(report, 'snapshot').text).toMatch(/vacuum.*migrations/);
  });

  it('F16 F17 gives a weak role the exact statements, and passes it once they were run', async () => {
    const report = await examine(as('backup'), { clientDirs: dirs });
    expect(statuses(report)).toMatchObject({ role: 'warn', readable: 'fail', 'row-security': 'fail' });
    expect(find(report, 'readable').fix?.sql?.split('\n')).toEqual([
      'GRANT USAGE ON SCHEMA "closed" TO "backup";',
      'GRANT SELECT ON TABLE closed."odd ""table" TO "backup";',
      'GRANT SELECT ON SEQUENCE public.numbers TO "backup";',
      'GRANT SELECT ON LARGE OBJECT 4711 TO "backup";',
    ]);
    expect(find(report, 'row-security').text).toContain('public.hidden');
    for (const id of ['readable', 'row-security'] as const) await sql(find(report, id).fix!.sql!);
    expect(statuses(await examine(as('backup'), { clientDirs: dirs }))).toMatchObject({
      role: 'warn',
      readable: 'pass',
      'row-security': 'pass',
    });
    await sql(find(report, 'role').fix!.sql!);
    expect(find(await examine(as('backup'), { clientDirs: dirs }), 'role').status).toBe('pass');
  });

  it('leaves out what the backup leaves out', async () => {
    await sql(
      'ALTER ROLE backup NOBYPASSRLS; REVOKE pg_read_all_data FROM backup; REVOKE ALL ON hidden, closed."odd ""table" FROM backup',
    );
    const report = await examine(as('backup'), {
      clientDirs: dirs,
      skip: (schema, table) => schema === 'closed' || table === 'hidden',
    });
    expect(statuses(report)).toMatchObject({ readable: 'pass', 'row-security': 'pass' });
  });

  it('H10 stops at a wrong password', async () => {
    const report = await examine({ ...as('backup'), password: `${secret} wrong` });
    expect(statuses(report)).toMatchObject({ login: 'fail', version: 'skip', readable: 'skip' });
  });

  it('F19 names the install command when no client fits', async () => {
    const report = await examine(as(server.superuser.user), { clientDirs: [] });
    expect(find(report, 'clients')).toMatchObject({
      status: 'fail',
      fix: { text: expect.stringContaining('postgresql-client-15') as string },
    });
  });

  it('fails a role that may hold too few connections', async () => {
    await sql('ALTER ROLE backup CONNECTION LIMIT 4');
    const report = await examine(as('backup'), { clientDirs: dirs });
    expect(find(report, 'connections')).toMatchObject({
      status: 'fail',
      fix: { sql: 'ALTER ROLE "backup" CONNECTION LIMIT 7;' },
    });
    await sql('ALTER ROLE backup CONNECTION LIMIT -1');
  });

  it("does not fail because of another session's lock", async () => {
    await server.with(server.superuser.user, 'postgres', async (client) => {
      await client.query('BEGIN; LOCK TABLE hidden IN ACCESS EXCLUSIVE MODE');
      const report = await examine(as(server.superuser.user), { clientDirs: dirs });
      expect(report.ok).toBe(true);
      expect(find(report, 'size')).toMatchObject({ status: 'warn', text: expect.stringContaining('lock') as string });
      await client.query('ROLLBACK');
    });
  });

  it('looks at a target with other eyes', async () => {
    const owner = await examine(as(server.superuser.user), { type: 'target' });
    expect(statuses(owner)).toMatchObject({ writable: 'pass', create: 'pass', empty: 'warn' });
    const guest = await examine(as('backup'), { type: 'target' });
    expect(find(guest, 'create')).toMatchObject({
      status: 'fail',
      fix: { sql: 'GRANT CREATE ON DATABASE "postgres" TO "backup";' },
    });
    await sql("ALTER ROLE backup SET default_transaction_read_only = 'on'");
    expect(find(await examine(as('backup'), { type: 'target' }), 'writable').status).toBe('fail');
  });
});

describe('the doctor at a project shaped like Supabase', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await freshTarget({ major: 15, fixture: 'plain' });
  }, 60_000);
  afterAll(() => server.stop());

  it('passes its role postgres', async () => {
    const report = await examine(server.settings('postgres', 'postgres'));
    expect(report.checks.filter((check) => check.status === 'fail')).toEqual([]);
    expect(statuses(report)).toMatchObject({ role: 'pass', readable: 'pass', 'row-security': 'pass' });
  });
});

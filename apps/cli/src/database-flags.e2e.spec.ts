import { execFile } from 'node:child_process';
import { chown, copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect, PostgresError } from '@stowbase/postgres';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { stowbase } from './testing/built-cli';

const run = promisify(execFile);

describe('the flags of every command that talks to a database', () => {
  let server: ScratchServer;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowbase-flags-'));
    server = await startScratchServer({ preload: [] });
    await makeCertificates();
    await switchOnTls();
    url = server.url(server.superuser.user, 'postgres').replace('127.0.0.1', 'localhost');
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function makeCertificates(): Promise<void> {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const make = (name: string, ...more: string[]): Promise<unknown> =>
      run(
        'openssl',
        ['req', '-x509', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`, ...more],
        { cwd: folder },
      );
    await make('root');
    await make('other');
    await make('server', '-CA', 'root.crt', '-CAkey', 'root.key', '-addext', 'subjectAltName=DNS:localhost');
  }

  async function switchOnTls(): Promise<void> {
    const { user } = server.superuser;
    const data = await server.with(user, 'postgres', async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]!.data_directory;
    });
    const { uid, gid } = await stat(data);
    for (const name of ['server.crt', 'server.key']) {
      await copyFile(join(folder, name), join(data, name));
      await chown(join(data, name), uid, gid);
    }
    await server.with(user, 'postgres', async (client) => {
      await client.query('ALTER SYSTEM SET ssl = on');
      await client.query('SELECT pg_reload_conf()');
    });
    while (!(await offersTls()));
  }

  async function offersTls(): Promise<boolean> {
    try {
      const settings = server.settings(server.superuser.user, 'postgres');
      await (await connect({ ...settings, tls: { mode: 'require' } })).end();
      return true;
    } catch (error) {
      if (error instanceof PostgresError && error.code === 'TLS_NOT_OFFERED') return false;
      throw error;
    }
  }

  async function doctor(
    from: string,
    ...flags: string[]
  ): Promise<{ code: number | null; tls: string; pin: string | null }> {
    const { code, stdout } = await stowbase(['doctor', '--json', ...flags], { env: { SOURCE_DATABASE_URL: from } });
    const document = JSON.parse(stdout) as {
      issuerPin: string | null;
      checks: { id: string; status: string; text: string }[];
    };
    const tls = document.checks.find(({ id, status }) => id === 'tls' || status === 'fail');
    return { code, tls: `${tls?.status}: ${tls?.text}`, pin: document.issuerPin };
  }

  it('P-CLI-6 trust a root certificate of one’s own, and no other', async () => {
    expect(await doctor(`${url}?sslmode=verify-full`, '--ca-file', join(folder, 'root.crt'))).toMatchObject({
      code: 0,
    });
    expect(await doctor(`${url}?sslmode=verify-full`, '--ca-file', join(folder, 'other.crt'))).toMatchObject({
      code: 1,
    });
  });

  it('P-CLI-6 pin the issuer that doctor has shown, and refuse every other server', async () => {
    const { pin } = await doctor(url);
    expect(pin).toMatch(/^[0-9a-f]{64}$/);
    expect(await doctor(url, '--issuer-pin', pin ?? '')).toMatchObject({ code: 0 });
    expect(await doctor(url, '--issuer-pin', 'ab'.repeat(32))).toMatchObject({ code: 1 });
    const { code, stderr } = await stowbase(['backup', '--out', folder, '--issuer-pin', 'ab'.repeat(32)], {
      env: { SOURCE_DATABASE_URL: url },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('[TLS_PIN_CHANGED]') as string });
  });

  it('refuse what can not be meant', async () => {
    const env = { SOURCE_DATABASE_URL: `${url}?sslmode=disable` };
    const withPin = await stowbase(['doctor', '--issuer-pin', 'ab'.repeat(32)], { env });
    expect(withPin).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--issuer-pin needs an encrypted connection') as string,
    });
    const noPin = await stowbase(['doctor', '--issuer-pin', 'abc'], { env });
    expect(noPin).toMatchObject({ code: 2, stderr: expect.stringContaining('64 hexadecimal digits') as string });
    await writeFile(join(folder, 'no.pem'), 'nothing');
    const noCa = await stowbase(['doctor', '--ca-file', join(folder, 'no.pem')], { env });
    expect(noCa).toMatchObject({ code: 2, stderr: expect.stringContaining('[CA_INVALID]') as string });
  });

  it('H04 allow an unencrypted connection over the internet only when that is said', async () => {
    // An address for documentation (RFC 5737): nothing answers there.
    const env = { SOURCE_DATABASE_URL: 'postgresql://u:p@192.0.2.1:5432/d?sslmode=disable&connect_timeout=1' };
    expect(await stowbase(['doctor'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[TLS_WEAK]') as string,
    });
    const allowed = await stowbase(['doctor', '--allow-insecure'], { env });
    expect(allowed.code).toBe(1);
    expect(allowed.stdout + allowed.stderr).not.toContain('[TLS_WEAK]');
  });
});

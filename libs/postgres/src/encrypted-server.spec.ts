import { execFile } from 'node:child_process';
import { chown, copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chooseClient, findClientTools } from './client-tools';
import { connect } from './connect';
import { ConnectionFiles } from './connection-files';
import { runDoctor } from './doctor/doctor';
import { PostgresError } from './postgres-error';
import { runTool } from './run-tool';
import type { ConnectionSettings, TlsSettings } from './settings';
import { startScratchServer, type ScratchServer } from './testing';

const openssl = promisify(execFile);

describe('a real server with TLS', () => {
  let server: ScratchServer;
  let folder: string;
  let ca: string;
  let otherCa: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stowbase-encrypted-'));
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const make = (name: string, ...more: string[]) =>
      openssl(
        'openssl',
        ['req', '-x509', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`, ...more],
        { cwd: folder },
      );
    await make('root');
    await make('other');
    await make(
      'server',
      '-CA',
      'root.crt',
      '-CAkey',
      'root.key',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
    );
    [ca, otherCa] = [
      await readFile(path.join(folder, 'root.crt'), 'utf8'),
      await readFile(path.join(folder, 'other.crt'), 'utf8'),
    ];
    server = await startScratchServer({ major: 15 });
    await switchOnTls();
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const settings = (tls: TlsSettings): ConnectionSettings => ({
    ...server.settings(server.superuser.user, 'postgres'),
    tls,
  });

  async function switchOnTls(): Promise<void> {
    await server.with(server.superuser.user, 'postgres', async (client) => {
      const { rows } = await client.query<{ dir: string }>("SELECT current_setting('data_directory') AS dir");
      const data = rows[0]!.dir;
      const owner = await stat(data);
      for (const name of ['server.crt', 'server.key']) {
        await copyFile(path.join(folder, name), path.join(data, name));
        await chown(path.join(data, name), owner.uid, owner.gid);
      }
      await client.query('ALTER SYSTEM SET ssl = on');
      await client.query('SELECT pg_reload_conf()');
    });
    while (!(await offersTls()));
  }

  async function offersTls(): Promise<boolean> {
    try {
      await (await connect(settings({ mode: 'require' }))).end();
      return true;
    } catch (error) {
      if (error instanceof PostgresError && error.code === 'TLS_NOT_OFFERED') return false;
      throw error;
    }
  }

  async function dump(tls: TlsSettings): Promise<number | string> {
    const { pgDump } = chooseClient(await findClientTools(), 15);
    const files = await ConnectionFiles.create(settings(tls), { runRoot: folder });
    let bytes = 0;
    try {
      for await (const chunk of runTool({ file: pgDump, args: [], env: files.env }).stdout) bytes += chunk.length;
      return bytes;
    } catch (error) {
      return error instanceof PostgresError ? error.code : 'not translated';
    } finally {
      await files.dispose();
    }
  }

  it.each(['prefer', 'allow', 'require', 'verify-ca', 'verify-full'] as const)(
    'carries queries with %s',
    async (mode) => {
      const client = await connect(settings({ mode, ca }));
      const { rows } = await client.query<{ ssl: string; text: string }>(
        "SELECT ssl, repeat('x', 3000000) AS text FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
      );
      await client.end();
      expect(rows[0]?.ssl).toBe('t');
      expect(rows[0]?.text).toHaveLength(3_000_000);
    },
  );

  it('carries no encryption with disable', async () => {
    const client = await connect(settings({ mode: 'disable' }));
    const { rows } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    await client.end();
    expect(rows).toEqual([{ ssl: 'f' }]);
  });

  it.each(['require', 'verify-ca', 'verify-full'] as const)('pg_dump and we judge alike with %s', async (mode) => {
    expect(await dump({ mode, ca })).toBeGreaterThan(500);
    expect(await dump({ mode, ca: otherCa })).toBe('TLS_UNTRUSTED');
    await expect(connect(settings({ mode, ca: otherCa }))).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
  });

  it('pg_dump refuses an unknown authority with verify-full and no CA', async () => {
    expect(await dump({ mode: 'verify-full' })).toBe('TLS_UNTRUSTED');
  });

  it('the doctor reports the key to pin, and passes the CA', async () => {
    const first = await runDoctor(settings({ mode: 'require' }));
    expect(first.checks.find((check) => check.id === 'tls')?.status).toBe('warn');
    const pinned = await runDoctor(settings({ mode: 'require', pin: first.pin! }));
    expect(pinned.checks.find((check) => check.id === 'tls')?.text).toContain('seen at first use');
    const trusted = await runDoctor(settings({ mode: 'verify-full', ca }));
    expect(trusted.checks.find((check) => check.id === 'tls')?.status).toBe('pass');
    const changed = await runDoctor(settings({ mode: 'require', pin: '0'.repeat(64) }));
    expect(changed.checks.find((check) => check.id === 'tls')).toMatchObject({ status: 'fail' });
  });
});

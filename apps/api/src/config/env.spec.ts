import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../errors/start-error';
import { readConfig, removeForeignVariables } from './env';

const hexKey = '00112233445566778899aabbccddeeff0123456789abcdef0011223344556677';

describe('the settings of the service', () => {
  let folder: string;
  let env: Record<string, string>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-env-'));
    env = { DATA_DIR: join(folder, 'data'), LOCAL_STORAGE_ROOTS: join(folder, 'backups') };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function problemsOf(more: Record<string, string>): readonly string[] {
    try {
      readConfig({ ...env, ...more });
    } catch (error) {
      if (error instanceof StartError && error.code === 'CONFIG_INVALID') return error.problems;
      throw error;
    }
    throw new Error('the settings were taken');
  }

  it('have a default each: this machine only, SQLite, nothing private', () => {
    expect(readConfig(env)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: new URL('http://localhost:3000'),
      database: { engine: 'sqlite', folder: join(folder, 'data') },
      trustProxy: [],
      allowInsecureHttp: false,
      allowPrivateNetworks: false,
      appKey: null,
      envDestinations: [],
      defaultStorageType: null,
    });
  });

  it.each(['api', 'worker'])('P-HA-2 ROLE=%s is refused with SQLite, in one line (H50)', (ROLE) => {
    expect(problemsOf({ ROLE })).toEqual([
      `ROLE: ${ROLE} needs DATABASE_URL. With SQLite one process does everything: unset ROLE, or put the records on a PostgreSQL server.`,
    ]);
    const DATABASE_URL = 'postgresql://stowbase:secret@127.0.0.1/stowbase';
    expect(readConfig({ ...env, ROLE, DATABASE_URL }).role).toBe(ROLE);
  });

  it('blank counts as not set, and white space around a value is ignored', () => {
    expect(readConfig({ ...env, PORT: ' ', LOG_LEVEL: ' debug ' })).toMatchObject({ port: 3000, logLevel: 'debug' });
  });

  it('allow private networks by themselves only for development and the demo', () => {
    expect(readConfig({ ...env, NODE_ENV: 'development' }).allowPrivateNetworks).toBe(true);
    expect(readConfig({ ...env, NODE_ENV: 'demo' }).allowPrivateNetworks).toBe(true);
    expect(readConfig({ ...env, NODE_ENV: 'demo', ALLOW_PRIVATE_NETWORKS: '0' }).allowPrivateNetworks).toBe(false);
    expect(readConfig({ ...env, NODE_ENV: 'production', ALLOW_PRIVATE_NETWORKS: '1' }).allowPrivateNetworks).toBe(true);
  });

  it('take a key as hexadecimal digits or base64', () => {
    const key = Buffer.from(hexKey, 'hex');
    expect(readConfig({ ...env, APP_KEY: hexKey }).appKey).toEqual(key);
    expect(readConfig({ ...env, APP_KEY: key.toString('base64') }).appKey).toEqual(key);
    expect(readConfig({ ...env, APP_KEY: key.toString('base64url') }).appKey).toEqual(key);
  });

  it('a secret may lie in a file, as Docker hands it out', () => {
    const file = join(folder, 'key');
    writeFileSync(file, `${hexKey}\n`);
    expect(readConfig({ ...env, APP_KEY_FILE: file }).appKey).toEqual(Buffer.from(hexKey, 'hex'));
    expect(problemsOf({ APP_KEY: hexKey, APP_KEY_FILE: file })).toEqual([
      'APP_KEY and APP_KEY_FILE are both set: keep one of them.',
    ]);
    expect(problemsOf({ APP_KEY_FILE: `${file}-gone` })).toEqual([
      `APP_KEY_FILE: ${file}-gone can't be read (ENOENT).`,
    ]);
    writeFileSync(file, '\n');
    expect(problemsOf({ SETUP_TOKEN_FILE: file })).toEqual(['SETUP_TOKEN_FILE: the file is empty.']);
    writeFileSync(file, 'short');
    expect(problemsOf({ SETUP_TOKEN_FILE: file })).toEqual([
      'SETUP_TOKEN_FILE must be 16 to 200 characters without spaces: it has 5.',
    ]);
  });

  it('H50 everything that is wrong is said at once, a line each, and no secret in it', () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/stowbase.db'), '');
    const problems = problemsOf({
      PORT: '70000',
      TRUST_PROXY: 'true',
      APP_KEY: 'c2VjcmV0LWNhbmFyeQ==',
      APP_KEY_PREVIOUS: 'not a key: secret-canary',
      DATABASE_URL: 'postgresql://app:secret-canary@db.example.com:5432/stowbase',
      MAX_RUN_HOURS: '24',
      PUBLIC_URL: 'http://backups.example.com',
      STOWBASE_PROT: '1',
    });
    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535: not "70000".',
      'TRUST_PROXY must be IP addresses or ranges like 10.0.0.0/8, separated by commas: not "true".',
      'APP_KEY must be 32 random bytes as 64 hexadecimal digits or in base64, as `openssl rand -hex 32` prints them: it has 13 bytes.',
      'APP_KEY_PREVIOUS must be 32 random bytes as 64 hexadecimal digits or in base64, as `openssl rand -hex 32` prints them: it is neither hexadecimal nor base64.',
      'MAX_RUN_HOURS must be a whole number from 1 to 23: not "24".',
      'PUBLIC_URL: http://backups.example.com has no https, so passwords would travel readable. Put a reverse proxy with https in front, or set ALLOW_INSECURE_HTTP=1.',
      `DATABASE_URL is set, but there are records in ${join(folder, 'data/stowbase.db')} too. Nothing is carried over: unset it, or move that file away to begin anew.`,
    ]);
    expect(problems.join('\n')).not.toContain('canary');
  });

  it.each([
    [{ PORT: '3000x' }, 'PORT must be a whole number from 0 to 65535: not "3000x".'],
    [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535: not "-1".'],
    [{ HOST: 'a b' }, 'HOST must be an IP address or a host name of this machine: not "a b".'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug: not "loud".'],
    [{ ALLOW_INSECURE_HTTP: 'maybe' }, 'ALLOW_INSECURE_HTTP must be 1 or 0: not "maybe".'],
    [{ APP_KEY: '00'.repeat(32) }, /^APP_KEY must be .*: its bytes are not random\.$/],
    [{ PUBLIC_URL: 'backups.example.com' }, /^PUBLIC_URL must be an address like .*: beginning with http or https\.$/],
    [{ PUBLIC_URL: 'https://u:secret@x.example' }, /^PUBLIC_URL must be .*: without user and password\.$/],
    [{ PUBLIC_URL: 'https://x.example/app' }, /^PUBLIC_URL must be .*: without anything behind the host and port\.$/],
    [{ TRUST_PROXY: '10.0.0.0/8, 0.0.0.0/0' }, /^TRUST_PROXY must be .*: not 0\.0\.0\.0\/0, which is every address\.$/],
    [{ TRUST_PROXY: '10.0.0.0/33' }, /^TRUST_PROXY must be .*: not "10\.0\.0\.0\/33"\.$/],
    [
      { DATABASE_URL: 'mysql://x' },
      /^DATABASE_URL must be an address like postgresql:\/\/user:password@host:5432\/database: .*\.$/,
    ],
    [{ DATABASE_URL: 'postgresql://u:p@db.example.com/x?sslmode=disable' }, /^DATABASE_URL must be .*\.$/],
    [
      { DATABASE_CA_FILE: '/dev/null' },
      'DATABASE_CA_FILE must be a file with certificates (PEM): /dev/null holds none.',
    ],
  ])('%j is refused', (more, expected) => {
    const problems = problemsOf(more);
    expect(problems).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
    expect(problems.join()).not.toContain('secret');
  });

  it('H50 a data folder that nothing can be written into is refused', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(problemsOf({ DATA_DIR: join(folder, 'file/data') })).toEqual([
      `DATA_DIR: nothing can be written into ${join(folder, 'file/data')} (ENOTDIR).`,
    ]);
  });

  const itWhere = canCloseFolders() ? it : it.skip;
  itWhere('H50 a read-only data folder is refused', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    makeReadOnly(closed);
    try {
      expect(problemsOf({ DATA_DIR: closed })).toEqual([
        expect.stringMatching(/^DATA_DIR: nothing can be written into .*\/closed \((EACCES|EROFS|EPERM)\)\.$/),
      ]);
    } finally {
      makeWritable(closed);
    }
  });

  it('leave nothing in the data folder', () => {
    readConfig(env);
    expect(readdirSync(join(folder, 'data'))).toEqual([]);
  });

  it('keep destinations apart from the records, whatever the way there is called', () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    symlinkSync(data, join(folder, 'link'));
    for (const root of [data, join(data, 'backups'), folder, join(folder, 'link'), join(folder, 'link/deep/er')])
      expect(problemsOf({ LOCAL_STORAGE_ROOTS: `${join(folder, 'fine')}:${root}` })).toEqual([
        `LOCAL_STORAGE_ROOTS: ${root} is the data folder ${data}, or inside it, or around it.`,
      ]);
    expect(readConfig({ ...env, LOCAL_STORAGE_ROOTS: join(folder, 'data-backups') }).localStorageRoots).toEqual([
      join(folder, 'data-backups'),
    ]);
  });

  it('a certificate for the records turns on full verification of a remote server', () => {
    const pem = makeCertificate(folder);
    const url = 'postgresql://app:pw@db.example.com:5432/stowbase';
    const tlsOf = (more: Record<string, string>): unknown => {
      const { database } = readConfig({ ...env, ...more });
      return database.engine === 'postgres' ? database.connection.tls.mode : database.engine;
    };
    expect(tlsOf({ DATABASE_URL: url })).toBe('require');
    expect(tlsOf({ DATABASE_URL: url, DATABASE_CA_FILE: pem })).toBe('verify-full');
  });

  it('a destination is there as soon as something of it is set, or it is to be the default', () => {
    const path = join(folder, 'backups/nightly');
    expect(readConfig({ ...env, LOCAL_STORAGE_PATH: path }).envDestinations).toMatchObject([
      { type: 'local_mapped', settings: { path } },
    ]);
    expect(
      readConfig({ ...env, LOCAL_STORAGE_PATH: path, DEFAULT_STORAGE_TYPE: 'local_mapped' }).defaultStorageType,
    ).toBe('local_mapped');
    expect(readConfig({ ...env, DEFAULT_STORAGE_TYPE: 'local_mapped' }).envDestinations).toMatchObject([
      { type: 'local_mapped', settings: {} },
    ]);
    expect(problemsOf({ LOCAL_STORAGE_MAX_SIZE: 'much' })).toEqual([
      expect.stringMatching(/^LOCAL_STORAGE_MAX_SIZE: Largest size .*\.$/),
    ]);
    expect(problemsOf({ DEFAULT_STORAGE_TYPE: 'tape' })).toEqual([
      expect.stringMatching(/^DEFAULT_STORAGE_TYPE must be one of local_mapped.*: not "tape"\.$/),
    ]);
  });

  it('proxies and the settings of psql are taken out of the environment; its own stay', () => {
    const variables = {
      HTTPS_PROXY: 'x',
      no_proxy: 'x',
      PGPASSWORD: 'x',
      PGOPTIONS: 'x',
      TRUST_PROXY: 'x',
      PG_CLIENT_DIRS: 'x',
    };
    expect(removeForeignVariables(variables)).toEqual(['HTTPS_PROXY', 'PGOPTIONS', 'PGPASSWORD', 'no_proxy']);
    expect(Object.keys(variables)).toEqual(['TRUST_PROXY', 'PG_CLIENT_DIRS']);
  });
});

/** Modes don't stop the superuser; a file system mounted read-only does, where a container may mount one. */
function canCloseFolders(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'stowbase-mount-'));
  try {
    makeReadOnly(probe);
    makeWritable(probe);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

function makeReadOnly(path: string): void {
  chmodSync(path, 0o555);
  if (process.getuid?.() === 0)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', path], { stdio: 'ignore' });
}

function makeWritable(path: string): void {
  if (process.getuid?.() === 0) execFileSync('umount', [path], { stdio: 'ignore' });
  chmodSync(path, 0o755);
}

function makeCertificate(folder: string): string {
  const file = join(folder, 'ca.pem');
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=test'];
  execFileSync('openssl', [...args, '-keyout', join(folder, 'ca.key'), '-out', file], { stdio: 'ignore' });
  return file;
}

import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { finished, startStowbase, stowbase } from '../testing/built-cli';
import type { CliOptions } from '../testing/built-cli';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { canary, projectDatabase } from '../testing/project-database';
import type { ProjectDatabase } from '../testing/project-database';
import { commandLines, seenUntil } from '../testing/seen-processes';
import { containing, matching } from '../testing/matchers';

let project: ProjectDatabase;
let folder: string;

beforeAll(async () => {
  project = await projectDatabase();
}, 120_000);
afterAll(async () => {
  await project.server.stop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-e2e-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const env = (): Record<string, string> => ({ SOURCE_DATABASE_URL: project.url, TMPDIR: join(folder, 'tmp') });
const backup = async (args: string[], options: CliOptions = {}) => {
  await mkdir(join(folder, 'tmp'), { recursive: true });
  return await stowbase(['backup', ...args], { cwd: folder, ...options, env: { ...env(), ...options.env } });
};
/** What is in the folder beside the (empty) folder for temporary files. */
const left = async (): Promise<string[]> => {
  expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  return (await readdir(folder)).filter((name) => name !== 'tmp');
};
const sessions = async (): Promise<string[]> => {
  const { user } = project.server.superuser;
  const sql =
    "SELECT application_name AS name FROM pg_stat_activity WHERE usename = 'postgres' AND pid <> pg_backend_pid()";
  return await project.server.with(user, 'postgres', async (client) =>
    (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name),
  );
};

describe('stowbase backup', () => {
  it('P-CLI-2 writes one file that proves itself, and says what is in it', async () => {
    const run = await backup(['--out', '.', '--json']);
    expect(run.code).toBe(0);
    const document = JSON.parse(run.stdout) as { file: string; archive: { sizeBytes: number; sha256: string } };
    expect(differences(await describedShape('backup --json'), shapeOf(document))).toEqual([]);
    expect(await left()).toEqual([matching(/^postgres_\d{8}T\d{6}Z_[0-9a-f]{16}-1\.tar$/)]);
    expect(await stat(document.file)).toMatchObject({ size: document.archive.sizeBytes });
    expect((await stat(document.file)).mode & 0o777).toBe(0o600);
    const verified = await stowbase(['verify', document.file, '--deep']);
    expect(verified.code).toBe(0);
    expect(verified.stdout).toContain(document.archive.sha256);
  });

  it('tells a person the same, with the statements for what no backup holds', async () => {
    const { code, stdout, stderr } = await backup(['--out', 'a.tar']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Complete: postgres, \d+ tables, [\d,]+ rows, .* of SQL, in /);
    expect(stdout).toMatch(/Auth users +\d+ +saved/);
    expect(stdout).toMatch(/ALTER ROLE "\w+" PASSWORD '…';/);
    expect(stdout).toMatch(
      /\nCheck +stowbase verify .*a\.tar\nRestore +stowbase restore .*a\.tar --plan\nBy hand +tar -xOf .*a\.tar README\.txt/,
    );
    expect(await left()).toEqual(['a.tar']);
  });

  it('goes to standard output whole, with its text on standard error', async () => {
    const child = startStowbase(['backup', '--out', '-'], { cwd: folder, env: { SOURCE_DATABASE_URL: project.url } });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const { code, stderr } = await finished(child);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Complete: /);
    expect(await stowbase(['verify', '-'], { stdin: Buffer.concat(chunks) })).toMatchObject({ code: 0 });
  });

  it('goes into a redirected file whole', async () => {
    const file = await open(join(folder, 'a.tar'), 'w');
    const run = await backup(['--out', '-'], { stdio: ['ignore', file.fd, 'pipe'] });
    await file.close();
    expect(run.code).toBe(0);
    expect((await stowbase(['verify', 'a.tar'], { cwd: folder })).code).toBe(0);
  });

  it('encrypted to a recipient is opened by the key alone', async () => {
    const { stdout: recipient } = await stowbase(['keygen', '--out', 'key.txt'], { cwd: folder });
    expect(await backup(['--out', 'a.tar', '--recipient', recipient.trim(), '--compression', 'gzip:1'])).toMatchObject({
      code: 0,
    });
    expect((await stowbase(['verify', 'a.tar', '--deep', '--identity', 'key.txt'], { cwd: folder })).code).toBe(0);
    expect((await readFile(join(folder, 'a.tar'))).includes('orders')).toBe(false);
  });
});

describe('the password (P-SECRETS-1)', () => {
  it('never appears in an argument of any process, in output, in an error or in the archive', async () => {
    await mkdir(join(folder, 'tmp'));
    const child = startStowbase(['backup', '--out', 'a.tar', '--jobs', '2', '--json'], { cwd: folder, env: env() });
    const result = finished(child);
    const seen = await seenUntil(result);
    const { code, stdout, stderr } = await result;
    expect(code).toBe(0);
    expect([...seen].some((line) => line.includes('pg_dump'))).toBe(true);
    await stowbase(['extract', 'a.tar', '--to', 'plain'], { cwd: folder });
    const files = (await readdir(join(folder, 'plain'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
    const archive = await readFile(join(folder, 'a.tar'), 'latin1');
    for (const form of forms(canary)) {
      for (const text of [...seen, stdout, stderr, archive, ...texts]) expect(text.includes(form)).toBe(false);
    }
  });

  it('a wrong one is said in words and not repeated', async () => {
    const wrong = 'S0me:Other/W0rd';
    const run = await backup(['--out', '.'], {
      env: { SOURCE_DATABASE_URL: project.url.replace(encodeURIComponent(canary), encodeURIComponent(wrong)) },
    });
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: containing('[AUTH_FAILED]') });
    for (const form of forms(wrong)) expect(run.stderr).not.toContain(form);
    expect(await left()).toEqual([]);
  });
});

describe('a backup that fails leaves nothing behind (P-CLI-3)', () => {
  it('no pg_dump on this machine', async () => {
    const run = await backup(['--out', '.'], { env: { PG_CLIENT_DIRS: '/nonexistent' } });
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: matching(/No pg_dump.*apt-get install.*\[CLIENT_MISSING\]\n$/s),
    });
    expect(await left()).toEqual([]);
  });

  it('a pg_dump older than the server', async () => {
    await mkdir(join(folder, 'tmp/bin'), { recursive: true });
    await writeFile(join(folder, 'tmp/bin/pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 12.22"\n');
    await chmod(join(folder, 'tmp/bin/pg_dump'), 0o755);
    const run = await backup(['--out', '.'], { env: { PG_CLIENT_DIRS: join(folder, 'tmp/bin') } });
    expect(run).toMatchObject({ code: 1, stderr: containing('[CLIENT_TOO_OLD]') });
    await rm(join(folder, 'tmp/bin'), { recursive: true });
    expect(await left()).toEqual([]);
  });

  it('a file that can’t grow any more', async () => {
    const run = await backup(['--out', '.'], { under: ['prlimit', '--fsize=300000'] });
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: matching(/^[^\n]+\[DISK_FULL\]\n$/) });
    expect(await left()).toEqual([]);
    expect(await sessions()).toEqual([]);
  });

  it('a full disk behind standard output', async () => {
    const full = await open('/dev/full', 'w');
    const run = await backup(['--out', '-'], { stdio: ['ignore', full.fd, 'pipe'] });
    await full.close();
    expect(run).toMatchObject({ code: 1, stderr: matching(/^No space is left[^\n]+\[DISK_FULL\]\n$/) });
  });

  it('a reader that closes standard output early', async () => {
    const child = startStowbase(['backup', '--out', '-'], { cwd: folder, env: { SOURCE_DATABASE_URL: project.url } });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const stderr: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(Buffer.concat(stderr).toString()).toMatch(/^[^\n]+\[OUTPUT_CLOSED\]\n$/);
    expect(code).toBe(1);
  });

  it('F07 SIGINT while it waits for a lock that another session holds', async () => {
    await mkdir(join(folder, 'tmp'));
    await project.server.with(project.server.superuser.user, 'postgres', async (client) => {
      await client.query('BEGIN; LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE');
      const child = startStowbase(['backup', '--out', '.'], { cwd: folder, env: env() });
      const result = finished(child);
      const waiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'public.orders'::regclass";
      while ((await client.query(waiting)).rowCount === 0);
      child.kill('SIGINT');
      expect(await result).toEqual({ code: 130, stdout: '', stderr: matching(/^Interrupted\.[^\n]+\[CANCELLED\]\n$/) });
    });
    expect(await left()).toEqual([]);
  });

  it('SIGINT while the reader of standard output has stopped reading', async () => {
    await mkdir(join(folder, 'tmp'));
    const child = startStowbase(['backup', '--out', '-'], { cwd: folder, env: env() });
    const stderr: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    await once(child.stdout!, 'readable');
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(130);
    expect(Buffer.concat(stderr).toString()).toMatch(/^Interrupted\.[^\n]+\[CANCELLED\]\n$/);
    expect(await left()).toEqual([]);
    expect(await sessions()).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while rows are being written: exit code %i', async (signal, code) => {
    await mkdir(join(folder, 'tmp'));
    const child = startStowbase(['backup', '--out', '.', '--compression', 'zstd:1'], { cwd: folder, env: env() });
    let running = true;
    const result = finished(child).finally(() => (running = false));
    while (running && (await partialSize()) < 100_000) await sessions();
    child.kill(signal);
    const { stdout, stderr, code: ended } = await result;
    expect({ ended, stdout, stderr }).toEqual({
      ended: code,
      stdout: '',
      stderr: containing('[CANCELLED]'),
    });
    expect(await left()).toEqual([]);
    expect(await commandLines()).not.toContainEqual(containing(folder));
  });

  it('a table this role may not read, named with the statement that helps', async () => {
    const { superuser, url } = {
      superuser: project.server.superuser.user,
      url: project.url.replace('//postgres:', '//reader:'),
    };
    const asAdmin = (sql: string) => project.server.with(superuser, 'postgres', (client) => client.query(sql));
    await asAdmin(`CREATE ROLE reader LOGIN PASSWORD ${pg.escapeLiteral(canary)}`);
    try {
      const run = await backup(['--out', '.'], { env: { SOURCE_DATABASE_URL: url } });
      expect(run).toMatchObject({
        code: 1,
        stdout: '',
        stderr: matching(/may not read .*GRANT .*\[PERMISSION_DENIED\]\n$/),
      });
      expect(await left()).toEqual([]);
    } finally {
      await asAdmin('DROP ROLE reader');
    }
  });
});

async function partialSize(): Promise<number> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.partial'));
  if (name === undefined) return 0;
  return await stat(join(folder, name)).then(
    ({ size }) => size,
    () => 0,
  );
}

/** A secret in every form in which it could leak. */
const forms = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('latin1'),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];

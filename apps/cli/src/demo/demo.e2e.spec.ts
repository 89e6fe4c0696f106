import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { rest } from './service/rest';
import { entry, finished, startStowbase, stowbase } from '../testing/built-cli';
import type { CliOptions } from '../testing/built-cli';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { containing, matching } from '../testing/matchers';

let folder: string;
let temporary: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-demo-spec-'));
  temporary = join(folder, 'tmp');
  await mkdir(temporary);
  // The servers' OS user goes through here.
  for (const path of [folder, temporary]) await chmod(path, 0o711);
});
afterEach(async () => {
  expect(await readdir(temporary)).toEqual([]);
  expect(await processesIn(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const env = (more: Record<string, string> = {}) => ({ TMPDIR: temporary, ...more });
const demo = (args: string[], options: CliOptions = {}) =>
  stowbase(['demo', ...args], { cwd: folder, ...options, env: env(options.env) });

interface DemoDocument {
  status: string;
  problems: string[];
  ownFacts: number;
  restores: { way: string; facts: number; equal: number; limits: string[]; missing: string[]; added: string[] }[];
}

/** util-linux has a program that gives others a terminal. */
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('P-DEMO-1 stowbase demo', () => {
  it('P-CLI-2 proves a backup and both ways back, and says so in one document', async () => {
    const run = await demo(['--json']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^1\/8 {2}Starting .*\n2\/8 {2}Backing .*\n(.*\n){5}8\/8 {2}Comparing .*\n$/);
    const document = JSON.parse(run.stdout) as DemoDocument;
    expect(differences(await describedShape('demo --json'), shapeOf(document))).toEqual([]);
    expect(document).toMatchObject({
      status: 'done',
      problems: [],
      verified: { level: 2, damaged: [] },
      flippedByte: {
        member: matching(/^sql\/\d{8}-data-public\./),
        table: matching(/^public\./),
        refused: true,
        targetUntouched: true,
        code: 'ARCHIVE_DAMAGED',
      },
      inOneTransaction: true,
      kept: null,
    });
    expect(document.ownFacts).toBeGreaterThan(200);
    expect(document.restores.map(({ way }) => way)).toEqual(['stowbase', 'by-hand']);
    for (const { facts, equal, limits, missing, added } of document.restores) {
      expect({ limits, missing, added }).toEqual({
        limits: ['login_passwords', 'vault_secrets'],
        missing: [],
        added: [],
      });
      expect(facts - equal).toBe(2);
    }
  });

  it('tells a person, and keeps the files where it is told to', async () => {
    const run = await demo(['--keep', 'kept', '--quiet']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^Proven: the sample project came back complete, twice, from one file\.\n/);
    expect(run.stdout).toMatch(/One byte flipped +[\d.]+ s {2}refused, the target untouched: sql\/\S+ is damaged\n/);
    expect(run.stdout).toMatch(/restored by Stowbase +\d+ equal; the other 2 are limits, see below\n/);
    expect(run.stdout).toMatch(/restored by hand +\d+ equal; the other 2 are limits, see below\n/);
    expect(run.stdout).toContain(`ALTER ROLE "reporting" PASSWORD '…';`);
    const kept = join(folder, 'kept');
    expect((await stat(kept)).mode & 0o777).toBe(0o700);
    const names = (await readdir(kept)).sort();
    expect(names).toEqual([
      matching(/^postgres_.*\.tar$/),
      'restore',
      'restore.sh',
      'restored-by-hand.facts.txt',
      'restored-by-stowbase.facts.txt',
      'sample-project.facts.txt',
    ]);
    expect(await stowbase(['verify', '--deep', join(kept, names[0]!)])).toMatchObject({ code: 0 });
  });

  it('starts nothing when the folder for the files is not empty, or may not be written', async () => {
    await writeFile(join(folder, 'mine.txt'), '');
    expect(await demo(['--keep', '.'])).toMatchObject({ code: 2, stdout: '', stderr: containing('is not empty') });
    const nowhere = await demo(['--keep', '/proc/shop']);
    expect(nowhere).toMatchObject({ code: 1, stdout: '', stderr: containing('[OUTPUT_NOT_WRITABLE]') });
  });

  it('names all the programs that are missing', async () => {
    const run = await demo([], { env: { PATH: '/nonexistent', PG_CLIENT_DIRS: '/nonexistent' } });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(
      /^The demo starts .*: pg_dump, a PostgreSQL server, psql, tar, .*zstd\. .*npm run setup.* \[PROGRAMS_MISSING\]\n$/,
    );
  });
});

describe('P-DEMO-2 a restore that is not equal', () => {
  /** The real psql, and then a protection is taken away behind its back. */
  const dishonest = async () =>
    programInstead(
      'psql',
      `"$real" "$@" || exit $?\ncase "$*" in *restore.sql*) exec "$real" -X -q -c 'ALTER TABLE public.orders DISABLE ROW LEVEL SECURITY' ;; esac`,
    );

  it('ends with exit code 1 and the facts that differ', async () => {
    const run = await demo(['--json'], { env: { PATH: await dishonest() } });
    expect(run.code).toBe(1);
    const { status, problems, restores } = JSON.parse(run.stdout) as DemoDocument;
    expect({ status, problems }).toEqual({
      status: 'failed',
      problems: ['Restored by hand, 1 fact of the sample project is lost or changed, and 1 more there.'],
    });
    const [stowbases, byHand] = restores;
    expect(stowbases).toMatchObject({ missing: [], added: [] });
    expect(byHand).toMatchObject({
      missing: [containing('relation|public.orders|')],
      added: [containing('relation|public.orders|')],
    });
  });

  it('is shown to a person first', async () => {
    const run = await demo(['--quiet', '--keep', 'kept'], { env: { PATH: await dishonest() } });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^NOT proven: .*\n {2}Restored by hand, 1 fact /);
    expect(run.stdout).toMatch(
      /Different when restored by hand:\n {4}- relation\|public\.orders\|.*\n {4}\+ relation\|public\.orders\|/,
    );
    expect(await readdir(join(folder, 'kept'))).toContain('restored-by-hand.facts.txt');
  });
});

// What is left is looked at after each test of this file.
describe('P-DEMO-3 nothing is left behind, no server, no process and no file', () => {
  it('when a step fails, which is named', async () => {
    const PATH = await programInstead('zstd', 'echo "the disk is on fire" >&2; exit 1');
    const run = await demo(['--json', '--keep', 'kept'], { env: { PATH } });
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 'failed',
      code: 'DEMO_FAILED',
      message: matching(/^The demo failed at "Restoring it by hand .*": sh restore\.sh ended with 1\.$/),
      detail: 'the disk is on fire',
    });
    expect(await readdir(folder)).toEqual(['bin', 'tmp']);
  });

  it.each([
    ['SIGINT', 1, 130, 'interrupted'],
    ['SIGTERM', 2, 143, 'terminated'],
    ['SIGINT', 4, 130, 'interrupted'],
    ['SIGINT', 6, 130, 'interrupted'],
    ['SIGHUP', 7, 143, 'terminated'],
  ] as const)('after %s in step %i', async (signal, step, code, status) => {
    const child = startStowbase(['demo', '--json', '--keep', 'kept'], { cwd: folder, env: env() });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(`${step}/8`)) child.kill(signal);
    });
    const run = await finished(child);
    expect(run.code).toBe(code);
    expect(JSON.parse(run.stdout)).toMatchObject({ status, code: 'CANCELLED' });
    expect(run.stderr).toContain('nothing is left behind');
    expect(await readdir(folder)).toEqual(['tmp']);
  });
});

describe('P-DEMO-4 stowbase demo --service', () => {
  it('P-CLI-2 proves the service too, and ends by itself where nobody looks on', async () => {
    const run = await demo(['--service', '--json']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/\n9\/10 {2}Starting the service.*\n10\/10 {2}Verifying that backup/);
    const document = JSON.parse(run.stdout) as DemoDocument & { service: { address: string } };
    expect(differences(await describedShape('demo --json'), shapeOf(document))).toEqual([]);
    expect(document).toMatchObject({ status: 'done', problems: [] });
    expect(document.service.address).toMatch(/^http:\/\/localhost:\d+$/);
    expect(document.restores.at(-1)).toMatchObject({ way: 'service', missing: [], added: [] });
  });

  onLinux('stays up on a terminal, with an address and a login, until Ctrl-C', async () => {
    const child = onTerminal(['--service', '--quiet']);
    const shown = await shownUntil(child, /Ctrl-C ends it/);
    const origin = /The service is up: (http:\/\/localhost:\d+)/.exec(shown)![1]!;
    const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(shown)!;
    const { signal } = new AbortController();
    await rest(origin, 'POST', '/accounts/login', { signal, body: { email, password } });
    process.kill(await commandUnder(child.pid!), 'SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await expect(rest(origin, 'GET', '/health/live', { signal })).rejects.toThrow('ECONNREFUSED');
  });
});

function onTerminal(args: string[]): ChildProcess {
  const command = [process.execPath, entry, 'demo', ...args].map((word) => `'${word}'`).join(' ');
  return spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env() },
  });
}

/** The demo itself: `script` starts it through a shell, which may have become it. */
async function commandUnder(pid: number): Promise<number> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  if (words.includes(entry)) return pid;
  const [child] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
  return commandUnder(Number(child));
}

async function shownUntil(child: ChildProcess, last: RegExp): Promise<string> {
  let shown = '';
  for await (const chunk of child
    .stdout!.setEncoding('utf8')
    .iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
    shown += chunk;
    if (last.test(shown)) {
      child.stdout!.resume();
      return shown;
    }
  }
  throw new Error(`it ended before: ${shown}`);
}

/** A PATH on which a program of that name comes first; the script may call the real one as "$real". */
async function programInstead(name: string, script: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const real = await firstOn(process.env['PATH'] ?? '', name);
  await writeFile(join(bin, name), `#!/bin/sh\nreal='${real}'\n${script}\n`, { mode: 0o755 });
  return [bin, process.env['PATH']].join(delimiter);
}

async function firstOn(path: string, name: string): Promise<string> {
  for (const dir of path.split(delimiter)) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    if (found?.isFile()) return join(dir, name);
  }
  throw new Error(`${name} is not on PATH`);
}

/** Processes that work in a folder, as all of a server do in its data folder; only where there is a /proc. */
async function processesIn(place: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return folders.filter((path) => path.startsWith(place));
}

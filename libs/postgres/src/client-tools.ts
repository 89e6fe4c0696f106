import { execFile } from 'node:child_process';
import { access, constants, glob, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isOutdated, knowsRestrictKey, parseToolVersion } from './client-versions';
import { PostgresError } from './postgres-error';

/** One installed set of PostgreSQL's client programs. */
export interface ClientTool {
  major: number;
  minor: number;
  version: string;
  dir: string;
  pgDump: string;
  pgDumpall?: string;
  psql?: string;
  /** Knows `--restrict-key`. */
  restrictKey: boolean;
  /** Older than the security fixes of August 2026: usable, with a warning. */
  outdated: boolean;
}

const usualDirs = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/opt/homebrew/opt/libpq/bin',
];

/**
 * Looks in `dirs`, else in `PG_CLIENT_DIRS` (separated by `:`, may hold `*`), else in the usual folders and then in PATH.
 * Sorted by version, lowest first. A folder without a working pg_dump is passed over.
 */
export async function findClientTools(options: { dirs?: readonly string[] } = {}): Promise<ClientTool[]> {
  const found = new Map<string, ClientTool>();
  for (const dir of await expand(options.dirs ?? configuredDirs())) {
    const tool = await inspect(dir);
    if (tool !== null && !found.has(tool.pgDump)) found.set(tool.pgDump, tool);
  }
  return [...found.values()].sort((a, b) => a.major - b.major || b.minor - a.minor);
}

/** The lowest major that can read the server: its output is closest to what the same server restores. */
export function chooseClient(tools: readonly ClientTool[], serverMajor: number): ClientTool {
  const fitting = tools
    .filter((tool) => tool.major >= serverMajor)
    .sort((a, b) => a.major - b.major || b.minor - a.minor);
  const [best] = fitting;
  if (best !== undefined) return best;
  const newest = Math.max(0, ...tools.map((tool) => tool.major));
  const install = installCommand(serverMajor);
  if (newest === 0) throw new PostgresError('CLIENT_MISSING', 'No pg_dump was found on this machine.', install);
  throw new PostgresError(
    'CLIENT_TOO_OLD',
    `The server is PostgreSQL ${serverMajor}, but the newest pg_dump here is ${newest}.`,
    install,
  );
}

export const installCommand = (major: number): string =>
  `Install it: sudo apt-get install -y postgresql-common && sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && ` +
  `sudo apt-get install -y postgresql-client-${major} (or name its folder in PG_CLIENT_DIRS).`;

function configuredDirs(): string[] {
  const configured = splitPath(process.env['PG_CLIENT_DIRS']);
  return configured.length > 0 ? configured : [...usualDirs, ...splitPath(process.env['PATH'])];
}

const splitPath = (list: string | undefined): string[] =>
  (list ?? '').split(path.delimiter).filter((dir) => path.isAbsolute(dir));

async function expand(dirs: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const dir of dirs) {
    if (!dir.includes('*')) all.push(dir);
    else for await (const match of glob(dir)) all.push(match);
  }
  return all;
}

async function inspect(dir: string): Promise<ClientTool | null> {
  const pgDump = await executable(dir, 'pg_dump');
  if (pgDump === null) return null;
  const version = await versionOf(pgDump);
  if (version === null) return null;
  const [pgDumpall, psql] = [await executable(dir, 'pg_dumpall'), await executable(dir, 'psql')];
  return {
    major: version.major,
    minor: version.minor,
    version: version.text,
    dir,
    pgDump,
    ...(pgDumpall === null ? {} : { pgDumpall }),
    ...(psql === null ? {} : { psql }),
    restrictKey: knowsRestrictKey(version),
    outdated: isOutdated(version),
  };
}

/** Debian's /usr/bin/pg_dump is a script that chooses a version by itself; the real programs stand in the usual folders. */
async function executable(dir: string, name: string): Promise<string | null> {
  try {
    const file = await realpath(path.join(dir, name));
    await access(file, constants.X_OK);
    return path.basename(file) === 'pg_wrapper' ? null : file;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

const run = promisify(execFile);

async function versionOf(file: string): Promise<ReturnType<typeof parseToolVersion>> {
  try {
    const { stdout } = await run(file, ['--version'], { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, timeout: 10_000 });
    return parseToolVersion(stdout);
  } catch (error) {
    // It cannot start here (other architecture, missing library): as good as not installed.
    if (error instanceof Error) return null;
    throw error;
  }
}

import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { findClientTools } from '@stowbase/postgres';
import { availableServerMajors } from '@stowbase/postgres/testing';
import { CliError } from '../cli-error';

const run = promisify(execFile);

export interface DemoPrograms {
  /** Of the servers to start: the newest one here whose dump a client here can make. */
  readonly major: number;
  /** PATH for a restore by hand. */
  readonly path: string;
}

/** What the demo starts besides itself. @throws CliError `PROGRAMS_MISSING`, with all that is missing. */
export async function findPrograms(clientDirs: readonly string[] | undefined): Promise<DemoPrograms> {
  const tools = await findClientTools(clientDirs === undefined ? {} : { dirs: clientDirs });
  const majors = await availableServerMajors();
  const newest = tools.at(-1);
  const major = majors.findLast((one) => newest !== undefined && one <= newest.major);
  const path = await pathForHands(major ?? 0, newest?.dir);
  const missing = [
    ...(newest === undefined ? ['pg_dump'] : []),
    ...(major === undefined ? [serverWanted(newest?.major)] : []),
    ...(await notOn(path, ['psql', 'tar', process.platform === 'darwin' ? 'shasum' : 'sha256sum', 'zstd'])),
  ];
  if (major !== undefined && missing.length === 0) return { major, path };
  throw new CliError(
    'input',
    'PROGRAMS_MISSING',
    `The demo starts programs that this machine doesn't have: ${missing.join(', ')}.`,
    'In a checkout run "npm run setup": on Debian and Ubuntu as root it installs them, elsewhere it prints the one command.',
  );
}

const serverWanted = (client: number | undefined): string =>
  client === undefined ? 'a PostgreSQL server' : `a PostgreSQL server up to version ${client} (initdb, postgres)`;

/** README.txt asks for a psql of the source's major or newer: the one on PATH, else the one beside the newest pg_dump. */
async function pathForHands(major: number, clientDir: string | undefined): Promise<string> {
  const path = process.env['PATH'] ?? '';
  if (clientDir === undefined || (await psqlMajor(path)) >= major) return path;
  return [clientDir, path].join(delimiter);
}

async function psqlMajor(PATH: string): Promise<number> {
  try {
    const { stdout } = await run('psql', ['--version'], { env: { PATH } });
    return Number(/\d+/.exec(stdout)?.[0] ?? 0);
  } catch {
    return 0; // ENOENT, or a wrapper that finds no psql behind it
  }
}

async function notOn(path: string, programs: readonly string[]): Promise<string[]> {
  const found = await Promise.all(programs.map((program) => isOn(path, program)));
  return programs.filter((_, i) => found[i] !== true);
}

async function isOn(path: string, program: string): Promise<boolean> {
  const tries = path
    .split(delimiter)
    .filter((dir) => dir !== '')
    .map((dir) => access(join(dir, program), constants.X_OK));
  return (await Promise.allSettled(tries)).some(({ status }) => status === 'fulfilled');
}

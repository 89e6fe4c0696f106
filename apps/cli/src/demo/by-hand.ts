import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { commandMarks } from '@stowbase/archive';
import type { ScratchServer } from '@stowbase/postgres/testing';

const run = promisify(execFile);
/** Of what the programs say, the end is kept, characters. */
const KEPT_WORDS = 16 * 1024;

/**
 * Does what the archive's README.txt says, to the letter: takes its commands out of the archive with tar, saves them as restore.sh beside
 * it and runs `sh restore.sh`. Nothing of Stowbase is running in there.
 * @returns the commands
 */
export async function restoreByHand(
  file: string,
  target: ScratchServer,
  { path, signal }: { path: string; signal: AbortSignal },
): Promise<string[]> {
  const folder = dirname(file);
  const { stdout: readme } = await run('tar', ['-xOf', file, 'README.txt'], { env: { PATH: path }, signal });
  const commands = forThisSystem(commandsIn(readme));
  await writeFile(join(folder, 'restore.sh'), commands, { mode: 0o600 });
  const secrets = join(folder, 'login');
  await mkdir(secrets, { mode: 0o700 });
  try {
    const env = { PATH: path, ...(await loginOf(target, secrets)) };
    await runScript(folder, env, signal);
  } finally {
    await rm(secrets, { recursive: true, force: true });
  }
  return commands.trim().split('\n');
}

/** What README.txt has for a Supabase project between its two marks. */
function commandsIn(readme: string): string {
  const { begin, end } = commandMarks.supabase;
  const [, behind] = readme.split(`${begin}\n`);
  const [commands, rest] = behind?.split(`${end}\n`) ?? [];
  if (commands === undefined || rest === undefined)
    throw new Error('README.txt has no commands for a Supabase project.');
  return commands;
}

/** The commands are for GNU tools; what macOS has in their place stands behind them. */
function forThisSystem(commands: string): string {
  return process.platform === 'darwin' ? commands.replace(/^.*# macOS: (.*)$/m, '$1') : commands;
}

/** As README.txt says: where to in the environment, the password in a file. */
async function loginOf({ host, port, passwords }: ScratchServer, folder: string): Promise<Record<string, string>> {
  const PGPASSFILE = join(folder, 'pgpass');
  await writeFile(PGPASSFILE, `${host}:${port}:postgres:postgres:${passwords.get('postgres') ?? ''}\n`, {
    mode: 0o600,
  });
  await chmod(PGPASSFILE, 0o600);
  return { PGHOST: host, PGPORT: String(port), PGUSER: 'postgres', PGDATABASE: 'postgres', PGPASSFILE };
}

async function runScript(cwd: string, env: Record<string, string>, signal: AbortSignal): Promise<void> {
  // A process group of its own: what the shell has started ends with it.
  const child = spawn('sh', ['restore.sh'], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const stop = (): void => void endGroup(child);
  signal.addEventListener('abort', stop, { once: true });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-KEPT_WORDS)));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`sh restore.sh ended with ${code ?? 'a signal'}.\n${words.trim()}`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    return; // ESRCH: all of it has ended
  }
}

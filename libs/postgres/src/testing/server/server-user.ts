import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root, so root starts it as another OS user. */
export interface ServerUser {
  /** Ids the data folder must belong to; null: our own. */
  ids: { uid: number; gid: number } | null;
  /** Turns a command into one that runs as that user and, where the system can, gets `signal` when this process dies. */
  wrap(file: string, args: string[], signal?: 'INT' | 'KILL'): { file: string; args: string[] };
}

/** The OS user `postgres` (else `nobody`) when we are root, else ourselves. */
export async function serverUser(): Promise<ServerUser> {
  const setpriv = await firstExisting(['/usr/bin/setpriv', '/bin/setpriv']);
  const ids = process.getuid?.() === 0 ? await lookup(['postgres', 'nobody']) : null;
  if (ids && !setpriv)
    throw new Error('As root, scratch servers need "setpriv" (package util-linux): install it or run as another user.');
  return {
    ids,
    wrap(file, args, signal) {
      if (!setpriv || (!ids && !signal)) return { file, args };
      const as = ids ? [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups'] : [];
      const death = signal ? ['--pdeathsig', signal] : [];
      return { file: setpriv, args: [...as, ...death, file, ...args] };
    },
  };
}

/** Runs a short command as the server's user; its stderr becomes the error's text. Ends after the command, also when aborted. */
export async function runAs(
  user: ServerUser,
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const command = user.wrap(file, args);
  const running = run(command.file, command.args, { cwd: '/', env, maxBuffer: 1 << 24 });
  const stop = (): void => void running.child.kill();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await running;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function lookup(names: string[]): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile('/etc/passwd', 'utf8');
  for (const name of names) {
    const line = passwd.split('\n').find((l) => l.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('As root, scratch servers need the OS user "postgres".');
}

async function firstExisting(files: string[]): Promise<string | null> {
  for (const file of files) {
    const found = await access(file).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return null;
}

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ToolExit } from './tool-failures';

export type ToolProcess = ChildProcessByStdio<null, null, Readable>;

const termMs = 1_500;
const killMs = 400;

/**
 * Starts a program that writes to `stdout`. On Linux through `setpriv --pdeathsig TERM`, which becomes the program (same
 * process number): when this process is killed, the kernel ends the program too. Without it a pg_dump waiting for a lock
 * would live on.
 */
export function startProcess(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  stdout: Socket,
): ToolProcess {
  const [program, all] = setpriv === undefined ? [file, args] : [setpriv, ['--pdeathsig', 'TERM', '--', file, ...args]];
  const child = spawn(program, all, { env, cwd: path.parse(file).root, stdio: ['ignore', stdout, 'pipe'] });
  child.stderr.on('error', reportedByReader);
  return child;
}

const setpriv =
  process.platform === 'linux'
    ? ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv'].find((file) => existsSync(file))
    : undefined;

export function exitOf(child: ToolProcess): Promise<ToolExit> {
  return new Promise((resolve) => {
    child.once('error', (spawnError) => resolve({ code: null, signal: null, spawnError }));
    child.once('exit', (code, signal) => resolve({ code, signal, spawnError: null }));
  });
}

/** TERM, so that pg_dump cancels its query on the server; KILL when it doesn't go. Settles within 2 s in any case. */
export async function terminate(child: ToolProcess, exited: Promise<ToolExit>): Promise<void> {
  child.kill('SIGTERM');
  if (await within(exited, termMs)) return;
  child.kill('SIGKILL');
  await within(exited, killMs);
}

/** The last words of a process that has ended; a grandchild that holds the pipe open is not waited for. */
export async function lastWords(stream: Readable): Promise<void> {
  if (stream.closed || stream.readableEnded) return;
  await within(new Promise((resolve) => stream.once('close', resolve)), killMs);
}

async function within(event: Promise<unknown>, ms: number): Promise<boolean> {
  const limit = new AbortController();
  const late = delay(ms, false, { signal: limit.signal }).catch(() => false);
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    limit.abort();
  }
}

/** What could not be read of the last words is not worth a failure. */
const reportedByReader = (): void => undefined;

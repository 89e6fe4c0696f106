import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The command line of this checkout; it builds itself first when sources are newer. */
export const entry = join(import.meta.dirname, '../../../../tools/stowbase.mjs');

/** Looking for newer sources takes a third of a command's time: `npm test` has built it, and says so. */
const program =
  process.env['STOWBASE_TEST_BUILT'] === '1'
    ? [join(import.meta.dirname, '../../../../dist/apps/cli/main.js')]
    : [entry];

/** What Node has compiled stays for the next start. Not where a file's size is limited. */
const compileCache = { NODE_COMPILE_CACHE: join(tmpdir(), 'stowbase-compile-cache') };

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Added to PATH and HOME; nothing else of this process's environment gets through. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: Buffer | string;
  readonly stdio?: StdioOptions;
  /** Runs the command line under another program, such as `prlimit --fsize=4096`. */
  readonly under?: readonly string[];
}

/** Starts the real command line, as `npx stowbase` does. */
export function startStowbase(args: readonly string[], options: CliOptions = {}): ChildProcess {
  const [first, ...rest] = [...(options.under ?? []), process.execPath, ...program, ...args];
  return spawn(first ?? '', rest, {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      ...(options.under === undefined ? compileCache : {}),
      ...options.env,
    },
    stdio: options.stdio ?? 'pipe',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
}

/** Runs the command line to its end. */
export async function stowbase(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return await finished(startStowbase(args, options), options.stdin);
}

export async function finished(child: ChildProcess, stdin?: Buffer | string): Promise<CliRun> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A command that refuses its input early closes the pipe: not this side's error.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(stdin);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The command line of this checkout. */
export const entry = join(import.meta.dirname, '../../../../tools/stowbase.mjs');

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

/** Starts the real command line, as `npx stowbase` does (it builds itself first when sources are newer). */
export function startStowbase(args: readonly string[], options: CliOptions = {}): ChildProcess {
  const [program, ...rest] = [...(options.under ?? []), process.execPath, entry, ...args];
  return spawn(program ?? '', rest, {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...options.env },
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

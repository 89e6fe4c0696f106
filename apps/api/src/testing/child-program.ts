import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../../..');

export interface ChildProgram {
  /** Its output is a pipe, its errors come here. */
  start(...args: string[]): ChildProcessByStdio<null, Readable, null>;
  remove(): void;
}

/**
 * Makes a program of a TypeScript file, to be run in a process of its own. Without decorator metadata: entities are fine, which name their
 * types, injected classes are not.
 * @param file path in the project
 */
export async function childProgram(file: string): Promise<ChildProgram> {
  const outfile = join(root, 'tmp/children', `${file.replaceAll('/', '-')}-${process.pid}.mjs`);
  mkdirSync(join(root, 'tmp/children'), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'error',
  });
  return {
    start: (...args) =>
      spawn(process.execPath, [outfile, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env['PATH'] ?? '' },
      }),
    remove: () => rmSync(outfile, { force: true }),
  };
}

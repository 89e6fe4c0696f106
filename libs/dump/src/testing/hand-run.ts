import { execFile } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { handCommands } from '@stowbase/archive/testing';

export interface HandRun {
  /** Exit status of the script; null when it was killed. */
  status: number | null;
  /** The arguments and the script that psql got; null when it was never called. */
  psql: { args: string; script: Buffer } | null;
}

export interface HandRunOptions {
  /** The name that the README.txt expects. */
  fileName: string;
  readme: string;
  kind: 'supabase' | 'plain';
  identity?: string;
  /** Files that are there before the commands run, by their path in the folder, e.g. `restore/END`. */
  before?: Record<string, Buffer>;
}

/** Runs exactly the text of README.txt on `archive` in a folder of its own, with a psql that only notes that it was called. */
export async function handRun(archive: Buffer, options: HandRunOptions): Promise<HandRun> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stowbase-hand-run-'));
  try {
    await writeFile(path.join(folder, options.fileName), archive);
    await writeFile(path.join(folder, 'restore.sh'), handCommands(options.readme, options.kind));
    if (options.identity !== undefined) await writeFile(path.join(folder, 'key.txt'), `${options.identity}\n`);
    for (const [name, bytes] of Object.entries(options.before ?? {})) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), bytes);
    }
    const bin = await recordingPsql(folder);
    const status = await runScript(folder, `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`);
    const noted = path.join(folder, 'psql-was-called');
    const called = await exists(noted);
    return {
      status,
      psql: called
        ? {
            args: (await readFile(noted, 'utf8')).trim(),
            script: await readFile(path.join(folder, 'restore', 'restore.sql')),
          }
        : null,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function recordingPsql(folder: string): Promise<string> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await writeFile(path.join(bin, 'psql'), `#!/bin/sh\necho "$@" >> '${path.join(folder, 'psql-was-called')}'\n`);
  await chmod(path.join(bin, 'psql'), 0o755);
  return bin;
}

const runScript = (folder: string, PATH: string): Promise<number | null> =>
  new Promise((resolve) => {
    const child = execFile('sh', ['restore.sh'], { cwd: folder, env: { PATH } }, () => resolve(child.exitCode));
  });

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

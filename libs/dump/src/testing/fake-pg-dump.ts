import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findClientTools } from '@stowbase/postgres';

export interface FakeTools {
  /** For `clientDirs`. */
  dir: string;
  remove(): Promise<void>;
}

/**
 * A folder with a pg_dump that is the real one, except that the rows' dump (or the one with another argument) goes through a script of
 * the test's. `$REAL` is the real program, `"$@"` its arguments.
 */
export async function fakePgDump(script: string, argument = '--data-only'): Promise<FakeTools> {
  const [tool] = await findClientTools();
  if (tool === undefined) throw new Error('No PostgreSQL client here: run "npm run setup".');
  const root = await mkdtemp(path.join(tmpdir(), 'stowbase-fake-tools-'));
  const dir = path.join(root, 'bin');
  await mkdir(dir);
  const lines = [
    '#!/bin/sh',
    `REAL='${tool.pgDump}'`,
    `case "$*" in *--version*) exec "$REAL" --version;; *${argument}*) ;; *) exec "$REAL" "$@";; esac`,
    script,
    '',
  ];
  await writeFile(path.join(dir, 'pg_dump'), lines.join('\n'));
  await chmod(path.join(dir, 'pg_dump'), 0o755);
  if (tool.psql !== undefined) await symlink(tool.psql, path.join(dir, 'psql'));
  return { dir, remove: () => rm(root, { recursive: true, force: true }) };
}

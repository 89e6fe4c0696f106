import { execFile } from 'node:child_process';
import { link, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { handCommands } from '@stowbase/archive/testing';
import type { ScratchServer } from '@stowbase/postgres/testing';

const run = promisify(execFile);

export interface ByHand {
  target: ScratchServer;
  user: string;
  database?: string;
  kind?: 'supabase' | 'plain';
  /** The file with the age identity, for an encrypted archive. */
  identity?: string;
  /** Folder of the psql to use; default the one on PATH. */
  psqlDir?: string;
}

/** Runs exactly the text of the archive's own README.txt, with public tools only; gives what they wrote to stderr. */
export async function restoreByHand(
  archive: string,
  { target, user, database = 'postgres', kind = 'supabase', identity, psqlDir }: ByHand,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stowbase-by-hand-'));
  try {
    await link(archive, path.join(folder, path.basename(archive)));
    if (identity !== undefined) await writeFile(path.join(folder, 'key.txt'), `${identity}\n`, { mode: 0o600 });
    const passFile = path.join(folder, 'pgpass');
    await writeFile(passFile, `*:*:*:*:${target.passwords.get(user) ?? ''}\n`, { mode: 0o600 });
    const { stdout: readme } = await run('tar', ['-xOf', archive, 'README.txt']);
    await writeFile(path.join(folder, 'restore.sh'), handCommands(readme, kind));
    const { stderr } = await run('sh', ['restore.sh'], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: [psqlDir, process.env['PATH']].filter(Boolean).join(path.delimiter),
        PGHOST: target.host,
        PGPORT: String(target.port),
        PGUSER: user,
        PGDATABASE: database,
        PGPASSFILE: passFile,
      },
    });
    return stderr;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

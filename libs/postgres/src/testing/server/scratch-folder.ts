import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const prefix = 'stowbase-pg-';

/**
 * A folder of this process for scratch servers and what goes with them (`ScratchServerOptions.folder`). The server's OS user can
 * enter it, not list it. When this process is killed, the next start of a scratch server removes it.
 */
export async function createScratchFolder(name = ''): Promise<string> {
  const folder = await makeFolder(os.tmpdir(), name);
  await chmod(folder, 0o711);
  return folder;
}

/** Ends the servers in a scratch folder and removes it at once: for a process that ends and can't wait for anything any more. */
export function removeScratchFolderNow(folder: string): void {
  for (const pid of serversIn(folder)) {
    try {
      process.kill(pid, 'SIGQUIT');
    } catch {
      continue; // ESRCH: it has ended already
    }
  }
  // A server that is ending removes files of its own: rmSync takes one that vanishes under its hands for all of them.
  for (let tries = 0; tries < 50 && existsSync(folder); tries += 1) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  }
}

function serversIn(folder: string): number[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      if (!name.startsWith(prefix)) return [];
      const pid = Number(firstLine(path.join(folder, name, 'data', 'postmaster.pid')));
      return pid > 0 ? [pid] : [];
    });
  } catch {
    return []; // ENOENT: the folder is gone already
  }
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[0] ?? '';
  } catch {
    return ''; // ENOENT: no server was started here, or it has ended
  }
}

/** A new folder that carries this process's number, so that `sweepDeadFolders` can tell whether somebody still uses it. */
export function makeFolder(parent: string, name = ''): Promise<string> {
  return mkdtemp(path.join(parent, `${prefix}${process.pid}-${name}`));
}

let swept = false;

/** Removes what killed processes left behind: their pid is in the folder's name. */
export async function sweepDeadFolders(): Promise<void> {
  if (swept) return;
  swept = true;
  await mkdir(os.tmpdir(), { recursive: true });
  for (const name of await readdir(os.tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (!pid || isAlive(Number(pid))) continue;
    await rm(path.join(os.tmpdir(), name), { recursive: true, force: true }).catch(() => undefined); // another user's
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

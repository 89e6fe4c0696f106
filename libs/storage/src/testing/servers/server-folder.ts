import { mkdtemp, chmod, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const prefix = 'stowbase-servers-';

/** A folder of this process in the temporary folder; those of processes that were killed are removed on the way. */
export async function makeServerFolder(): Promise<string> {
  await removeDeadFolders();
  const folder = await mkdtemp(path.join(tmpdir(), `${prefix}${process.pid}-`));
  // A server that is started by root may work as another user.
  await chmod(folder, 0o711);
  return folder;
}

async function removeDeadFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

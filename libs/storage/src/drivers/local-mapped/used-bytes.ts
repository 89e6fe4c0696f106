import { lstat, opendir } from 'node:fs/promises';
import { errnoOf } from './file-error';
import type { OpenFolder } from './open-folder';

/** Bytes of all files below a folder, those that are being written included. */
export async function usedBytes(folder: OpenFolder): Promise<number> {
  let sum = 0;
  for await (const entry of await opendir(folder.at('.'))) {
    if (entry.isFile()) sum += (await lstat(folder.at(entry.name)).catch(unlessUnseen))?.size ?? 0;
    if (!entry.isDirectory()) continue;
    const child = await folder.child(entry.name).catch(unlessUnseen);
    if (child === undefined) continue;
    try {
      sum += await usedBytes(child);
    } finally {
      await child.close();
    }
  }
  return sum;
}

/** Gone meanwhile, or closed to us (`lost+found`): an estimate goes on without it. */
function unlessUnseen(cause: unknown): undefined {
  if (!['ENOENT', 'EACCES', 'ENOTDIR'].includes(errnoOf(cause))) throw cause;
}

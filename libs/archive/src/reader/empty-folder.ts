import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError } from '../errors';

/**
 * Lets `fill` write into a folder that is new or empty, readable by its owner only. When it fails, the folder is as it was.
 * @throws ArchiveError `target-not-empty`, before anything is written
 */
export async function fillEmptyFolder<T>(folder: string, fill: () => Promise<T>): Promise<T> {
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    throw new ArchiveError(
      'target-not-empty',
      'The target folder is not empty.',
      'Name a new or an empty folder: nothing is ever overwritten.',
    );
  }
  try {
    return await fill();
  } catch (cause) {
    if (created !== undefined) await rm(created, { recursive: true, force: true });
    else for (const entry of await readdir(folder)) await rm(join(folder, entry), { recursive: true, force: true });
    throw cause;
  }
}

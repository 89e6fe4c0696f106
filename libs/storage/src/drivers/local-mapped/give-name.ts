import { lstatSync, renameSync } from 'node:fs';
import { link } from 'node:fs/promises';
import { alreadyExists } from '../../storage-error';
import { errnoOf } from './file-error';

/** How file systems say that they have no hard links. */
const linksRefused = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES']);

/**
 * Gives a file its final name; the old one may stay as a second one. What has that name already stays as it is: `link` refuses in one step, where `rename` would replace.
 * @throws StorageError `already-exists`; else the error of the file system.
 */
export async function giveName(from: string, to: string, key: string, makeLink: typeof link = link): Promise<void> {
  try {
    await makeLink(from, to);
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') throw alreadyExists(key, cause);
    if (!linksRefused.has(errnoOf(cause))) throw cause;
    // Both in one turn, so that no other upload of this process comes in between. FAT and some shares end here.
    if (lstatSync(to, { throwIfNoEntry: false }) !== undefined) throw alreadyExists(key, cause);
    renameSync(from, to);
  }
}

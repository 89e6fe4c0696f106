import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { DriverContext } from '../../driver';
import { StorageError } from '../../storage-error';
import { errnoOf, fileError } from './file-error';
import { OpenFolder } from './open-folder';

type Roots = Pick<DriverContext, 'localRoots' | 'forbiddenRoots'>;

/** The folder of a destination: an allowed root, and the names below it. */
export interface AllowedFolder {
  readonly root: string;
  readonly names: readonly string[];
  /** Real paths. */
  readonly forbidden: readonly string[];
  /** As it was configured, for messages. */
  readonly shown: string;
}

/**
 * Finds the allowed root in which a configured path lies. A relative path is one below the first root.
 * @throws StorageError `invalid-config` for the field `path`.
 */
export async function allowedFolder(given: string, { localRoots, forbiddenRoots }: Roots): Promise<AllowedFolder> {
  const [first] = localRoots;
  if (first === undefined) {
    throw refused(
      'No folder of this machine is open for backups',
      'Set LOCAL_STORAGE_ROOTS to a folder and start the service again.',
    );
  }
  const wanted = path.resolve(first, given);
  const roots = await Promise.all(localRoots.map(async (root) => [path.resolve(root), await realOf(root)] as const));
  const containing = roots
    .flat()
    .filter((root) => isInside(wanted, root))
    .sort((a, b) => b.length - a.length);
  const [root] = containing;
  if (root === undefined) {
    throw refused(
      `The folder "${given}" is outside of the folders that are open for backups`,
      `Choose a folder inside of ${localRoots.join(' or ')}, or add it to LOCAL_STORAGE_ROOTS.`,
    );
  }
  const names = path.relative(root, wanted).split(path.sep).filter(Boolean);
  return { root, names, forbidden: await Promise.all(forbiddenRoots.map(realOf)), shown: given };
}

/**
 * Opens the destination's own folder. `make` makes what is missing below the root; the root itself has to be there.
 * @throws StorageError `invalid-config` for the field `path`, with the reason.
 */
export async function openDestination(folder: AllowedFolder, make: boolean): Promise<OpenFolder> {
  let opened: OpenFolder;
  try {
    opened = await openBelow(await OpenFolder.open(folder.root), folder.names, make, folder);
  } catch (cause) {
    throw cannotOpen(folder, cause);
  }
  if (!folder.forbidden.some((root) => isInside(root, opened.real))) return opened;
  await opened.close();
  throw refused(`The folder "${folder.shown}" contains the data of Stowbase itself`, 'Choose a folder beside it.');
}

/**
 * Opens a folder by names, one after the other, each in the one before: no symbolic link is followed. `make` makes what is
 * missing. Closes `from`; the caller closes the one that is returned.
 */
export async function openBelow(
  from: OpenFolder,
  names: readonly string[],
  make: boolean,
  folder: AllowedFolder,
): Promise<OpenFolder> {
  const outermost = from.real;
  let here = from;
  try {
    for (const name of names) {
      const parent = here;
      here = make ? await parent.childMade(name) : await parent.child(name);
      await parent.close();
    }
    if (!isInside(here.real, outermost)) throw refused(`The folder "${folder.shown}" was moved away`, 'Move it back.');
    if (folder.forbidden.some((root) => isInside(here.real, root))) {
      throw refused(
        `The folder "${folder.shown}" is part of the data of Stowbase itself`,
        'Choose a folder beside it.',
      );
    }
    return here;
  } catch (cause) {
    await here.close();
    throw cause;
  }
}

export function isInside(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

function cannotOpen({ root, names, shown }: AllowedFolder, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  switch (errnoOf(cause)) {
    case 'ENOENT':
      return refused(`The folder ${root} does not exist`, 'Make it or mount it, then try again.', cause);
    case 'ENOTDIR':
    case 'ELOOP':
      return names.length === 0
        ? refused(`"${root}" is a file, not a folder`, 'Choose a folder.', cause)
        : refused(
            `A part of "${shown}" is a file or a symbolic link, not a folder`,
            'Give the real folder: symbolic links inside of an allowed folder are not followed.',
            cause,
          );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return notWritable({ shown }, cause);
    default:
      return fileError(cause, shown);
  }
}

export function notWritable({ shown }: Pick<AllowedFolder, 'shown'>, cause: unknown): StorageError {
  return refused(
    `The folder "${shown}" can not be written to by the user that runs Stowbase`,
    'Give this user the right to write there.',
    cause,
  );
}

function refused(what: string, nextStep: string, cause?: unknown): StorageError {
  return new StorageError('invalid-config', `${what}.`, nextStep, { field: 'path', cause });
}

/** Without symbolic links, as far as it exists. */
async function realOf(folder: string): Promise<string> {
  const whole = path.resolve(folder);
  try {
    return await realpath(whole);
  } catch {
    // ENOENT: what isn't there yet can't be a link, but a folder above it can.
    const parent = path.dirname(whole);
    return parent === whole ? whole : path.join(await realOf(parent), path.basename(whole));
  }
}

import { asStorageError, notFound, StorageError } from '../../storage-error';

/** Node's name of an error of the operating system: `ENOSPC`; empty for anything else. */
export function errnoOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

const ownerHint = 'Give the user that runs Stowbase the right to write there.';

/** An error of the file system in the words of the contract. `key` is the object it is about, or the folder. */
export function fileError(cause: unknown, key: string): StorageError {
  if (cause instanceof StorageError) return cause;
  const code = errnoOf(cause);
  if (code === '') return asStorageError(cause, `using "${key}"`);
  switch (code) {
    case 'ENOENT':
      return notFound(key, cause);
    case 'EACCES':
    case 'EPERM':
      return new StorageError('forbidden', `This machine does not allow the access to "${key}".`, ownerHint, { cause });
    case 'EROFS':
      return new StorageError('forbidden', `"${key}" is on a file system that is read-only.`, ownerHint, { cause });
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(key, cause);
    case 'EFBIG':
      return new StorageError(
        'quota',
        `"${key}" became larger than a file may be here.`,
        'Raise the limit for file sizes, or use a file system without one.',
        { cause },
      );
    case 'ENAMETOOLONG':
      return new StorageError('invalid-config', `The name "${key}" is too long here.`, 'Choose a shorter name.', {
        cause,
      });
    case 'ENOTDIR':
    case 'ELOOP':
      return noFolder(key, cause);
    case 'ESTALE':
    case 'ETIMEDOUT':
    case 'EHOSTDOWN':
    case 'EHOSTUNREACH':
    case 'ENODEV':
      return new StorageError(
        'unreachable',
        `The disk with "${key}" does not answer.`,
        'Check that the disk or network share is there.',
        { cause },
      );
    default:
      return new StorageError(
        'unexpected',
        `The disk reported an error at "${key}" (${code}).`,
        'Check the disk, then try again.',
        { cause },
      );
  }
}

export function diskFull(key: string, cause?: unknown): StorageError {
  return new StorageError('quota', `The disk is full: "${key}" does not fit.`, 'Free some space, then start again.', {
    cause,
  });
}

/** A file or a symbolic link stands where a folder should be; links inside of a destination are never followed. */
function noFolder(key: string, cause: unknown): StorageError {
  return new StorageError(
    'forbidden',
    `A part of "${key}" is a file or a symbolic link, not a folder.`,
    'Give the real folder: symbolic links inside of an allowed folder are not followed.',
    { cause },
  );
}

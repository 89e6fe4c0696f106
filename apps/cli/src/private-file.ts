import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { CliError, errnoOf } from './cli-error';
import { plain } from './words';

const LARGEST = 1024 * 1024;

/**
 * A small file that holds a secret or was named by the person: read whole, at most 1 MiB, as UTF-8.
 * `openToOthers` says that users other than its owner may read it (always false on Windows).
 */
export async function readPrivateFile(path: string, what: string): Promise<{ text: string; openToOthers: boolean }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { size, mode } = await file.stat();
    if (size > LARGEST)
      throw new CliError(
        'input',
        'FILE_TOO_LARGE',
        `${what} ${plain(path)} is larger than 1 MiB.`,
        'Name another file.',
      );
    return { text: await file.readFile('utf8'), openToOthers: process.platform !== 'win32' && (mode & 0o077) !== 0 };
  } catch (e) {
    throw notReadable(e, path, what);
  } finally {
    await file?.close();
  }
}

/** A file that can't be read, in words; other errors pass unchanged. */
export function notReadable(e: unknown, path: string, what: string): unknown {
  const reason = READ_REASONS[errnoOf(e) ?? ''];
  if (reason === undefined || e instanceof CliError) return e;
  return new CliError(
    'input',
    'FILE_NOT_READABLE',
    `${what} ${plain(path)} ${reason}.`,
    'Check the path and its permissions.',
    { cause: e },
  );
}

const READ_REASONS: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist",
  ENOTDIR: "doesn't exist",
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a folder, not a file',
  EIO: 'could not be read: the disk reports an error',
};

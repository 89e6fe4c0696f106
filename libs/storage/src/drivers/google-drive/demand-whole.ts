import type { ExpectedContent } from '../../storage';
import { StorageError } from '../../storage-error';
import type { DriveFile } from './drive-file';

/** Size and hash of what Google has. It may not have computed the hash of a large file yet: then the size alone counts. */
export function demandWhole(key: string, { size, sha256 }: DriveFile, expected: ExpectedContent): void {
  if (size !== expected.size) {
    throw new StorageError(
      'size-mismatch',
      `"${key}" should have ${expected.size} bytes, but Google Drive has ${size}.`,
      'Start the backup again; if it stays, use another storage.',
    );
  }
  if (sha256 === null || sha256 === expected.sha256) return;
  throw new StorageError(
    'damaged',
    `What Google Drive has of "${key}" is not what was sent: the SHA-256 differs.`,
    'Start the backup again; if it stays, check the memory of this machine.',
  );
}

import { misuse, StorageError } from './storage-error';
import type { GetOptions, StoredObject } from './storage';

/**
 * The bytes [start, end) that a `get` has to give, all when no range was asked.
 * @throws StorageError `size-mismatch` when the object is shorter, `damaged` when it isn't the one that was expected.
 */
export function rangeOf(object: StoredObject, { range, ifMatch }: GetOptions): { start: number; end: number } {
  if (ifMatch !== undefined && ifMatch !== object.etag) {
    throw new StorageError(
      'damaged',
      `"${object.key}" is not the object that it was before: something replaced it.`,
      'Use another copy; find out who writes to this storage.',
    );
  }
  const { start, end } = range ?? { start: 0, end: object.size };
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw misuse(`Bytes ${start} to ${end} are no range.`);
  }
  if (end <= object.size) return { start, end };
  throw new StorageError(
    'size-mismatch',
    `Bytes ${start} to ${end} of "${object.key}" were asked for, but it has only ${object.size}.`,
    'The copy may be cut: verify the backup.',
  );
}

import { StorageError } from './storage-error';

/** Bytes of UTF-8. S3 allows 1,024 for all, file systems 255 for a segment: some is left for temporary names. */
export const maxKeyBytes = 900;
export const maxSegmentBytes = 200;

/**
 * Returns the key as it is: segments separated by `/`, at most 900 bytes, each at most 200.
 * @throws StorageError `invalid-config` for anything that a store could read differently than it looks.
 */
export function checkKey(key: string): string {
  const problem = keyProblem(key);
  if (problem !== null)
    throw new StorageError('invalid-config', `The name of an object ${problem}.`, 'Choose another name.');
  return key;
}

/** What is wrong with a key, to be read after "The name …"; null when nothing is. */
export function keyProblem(key: string): string | null {
  if (key === '') return 'is empty';
  if (!key.isWellFormed()) return 'is not valid Unicode';
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x1f\x7f]/.test(key)) return 'holds a control character';
  if (key.includes('\\')) return 'holds a backslash';
  if (key.startsWith('/')) return 'begins with "/"';
  if (Buffer.byteLength(key) > maxKeyBytes) return `is longer than ${maxKeyBytes} bytes`;
  for (const segment of key.split('/')) {
    if (segment === '') return 'has an empty part between two "/"';
    if (segment === '.' || segment === '..') return `has a part "${segment}"`;
    if (Buffer.byteLength(segment) > maxSegmentBytes) return `has a part longer than ${maxSegmentBytes} bytes`;
  }
  return null;
}

/**
 * A folder that all keys of a destination begin with, without its last `/`; empty for none. One `/` at the end is taken off.
 * @throws StorageError `invalid-config` for the field `prefix`.
 */
export function checkPrefix(prefix: string): string {
  const bare = prefix.endsWith('/') && prefix !== '/' ? prefix.slice(0, -1) : prefix;
  const problem = bare === '' ? null : keyProblem(bare);
  if (problem === null) return bare;
  throw new StorageError(
    'invalid-config',
    `The prefix ${problem}.`,
    'Give folders separated by "/", like backups/team-a.',
    {
      field: 'prefix',
    },
  );
}

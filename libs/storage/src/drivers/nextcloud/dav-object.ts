import type { StoredObject } from '../../storage';
import { StorageError } from '../../storage-error';
import type { DavEntry } from './multistatus';

/**
 * What a file is as an object.
 * @throws StorageError `damaged` for one whose length the server doesn't tell: it is there, but nobody can say whether it is whole
 */
export function objectOf(key: string, { size, etag, modified }: DavEntry): StoredObject {
  if (size === null) throw withoutLength(key);
  return { key, size, modified: modified ?? new Date(0), ...(etag === undefined ? {} : { etag }) };
}

const withoutLength = (key: string): StorageError =>
  new StorageError(
    'damaged',
    `The server does not say how long "${key}" is.`,
    'Look at the file there; a proxy in between must not change what the server says.',
  );

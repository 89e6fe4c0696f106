import type { StoredObject } from '../../storage';
import type { DavEntry } from './multistatus';

/** What a file is as an object; null for a folder. */
export function objectOf(key: string, { collection, size, etag, modified }: DavEntry): StoredObject | null {
  if (collection || size === null) return null;
  return { key, size, modified: modified ?? new Date(0), ...(etag === undefined ? {} : { etag }) };
}

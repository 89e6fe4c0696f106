import type { BigIntStats } from 'node:fs';
import type { StoredObject } from '../../storage';

/** A file as an object. The ETag changes whenever the file is replaced or written to. */
export function objectOf(key: string, stats: BigIntStats): StoredObject {
  return {
    key,
    size: Number(stats.size),
    etag: `"${stats.ino.toString(16)}-${stats.size.toString(16)}-${stats.mtimeNs.toString(16)}"`,
    modified: stats.mtime,
  };
}

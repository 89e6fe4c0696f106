import type { BigIntStats } from 'node:fs';
import type { StoredObject } from '../../storage';

/**
 * A file as an object. Its ETag is size and time to the second: numbers of files, and finer times, may change when a disk or a
 * share is mounted again.
 */
export function objectOf(key: string, stats: BigIntStats): StoredObject {
  return {
    key,
    size: Number(stats.size),
    etag: `"${stats.size.toString(16)}-${(stats.mtimeMs / 1000n).toString(16)}"`,
    modified: stats.mtime,
  };
}

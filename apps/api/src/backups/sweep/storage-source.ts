import { buffer } from 'node:stream/consumers';
import type { RangeSource } from '@stowbase/archive';
import type { Storage, StoredObject } from '@stowbase/storage';

/** A stored object for the archive reader: ranges of exactly this object, not of one that replaced it. */
export function storageSource(storage: Storage, { key, size, etag }: StoredObject, signal?: AbortSignal): RangeSource {
  return {
    size: () => Promise.resolve(size),
    read: async (start, end) => {
      if (start === end) return Buffer.alloc(0);
      const body = await storage.get(key, {
        range: { start, end },
        ...(etag === undefined ? {} : { ifMatch: etag }),
        ...(signal === undefined ? {} : { signal }),
      });
      return buffer(body);
    },
  };
}

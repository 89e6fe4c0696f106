import type { Storage, Upload } from '../storage';
import type { Bandwidth } from './bandwidth';

/**
 * Uploads take turns at the bandwidth before they hand their bytes on; reading is not slowed down. A driver that gathers parts sends each
 * of them as fast as it can: over a part's length it is the limit that was asked for. Nothing that ends an upload waits for a turn.
 */
export function withBandwidthLimit(storage: Storage, bandwidth: Bandwidth): Storage {
  return {
    async create(key, options) {
      const upload = await storage.create(key, options);
      return limited(upload, bandwidth, options.signal);
    },
    get: (key, options) => storage.get(key, options),
    stat: (key) => storage.stat(key),
    list: (prefix) => storage.list(prefix),
    delete: (key, options) => storage.delete(key, options),
    sweep: (key, state) => storage.sweep(key, state),
    close: () => storage.close(),
    ...(storage.unfinished === undefined ? {} : { unfinished: storage.unfinished.bind(storage) }),
    ...(storage.usage === undefined ? {} : { usage: storage.usage.bind(storage) }),
    ...(storage.facts === undefined ? {} : { facts: storage.facts.bind(storage) }),
  };
}

function limited(upload: Upload, bandwidth: Bandwidth, run: AbortSignal): Upload {
  const stopped = new AbortController();
  const either = AbortSignal.any([run, stopped.signal]);
  return {
    async write(chunk) {
      let start = 0;
      do {
        const some = chunk.subarray(start, start + bandwidth.turn);
        await bandwidth.take(some.length, either);
        // Also after an abort: the upload itself says what it failed with.
        await upload.write(some);
        start += some.length;
      } while (start < chunk.length);
    },
    commit: (expected) => upload.commit(expected),
    abort(cause) {
      const aborted = upload.abort(cause);
      stopped.abort();
      return aborted;
    },
  };
}

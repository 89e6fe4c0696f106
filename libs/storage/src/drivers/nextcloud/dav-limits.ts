import { setTimeout as delay } from 'node:timers/promises';
import type { HttpLimits } from '../../http/http-types';
import { raceSignal } from '../../race-signal';

/** Sizes and waits of the driver; tests shorten them. */
export interface DavLimits {
  /** Of a chunk of Nextcloud until the object is so long that it needs larger ones, bytes. */
  readonly chunkBytes: number;
  /** Up to so many bytes an object on a plain server is sent as one request that can be repeated. */
  readonly gatherBytes: number;
  readonly http?: Partial<HttpLimits>;
  /** Waits so many milliseconds; rejects when the signal is aborted. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const davLimits: DavLimits = {
  chunkBytes: 16 * 1024 * 1024,
  gatherBytes: 8 * 1024 * 1024,
  wait: async (milliseconds, signal) => {
    if (signal === undefined) await delay(milliseconds);
    else await raceSignal(delay(milliseconds, undefined, { signal }), signal);
  },
};

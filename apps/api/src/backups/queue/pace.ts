import { setTimeout as delay } from 'node:timers/promises';

/** Time as the queue sees it; tests hand in their own. Milliseconds. */
export interface Pace {
  /** Never goes back. */
  now(): number;
  /** Resolves when the time is over or the signal is aborted; never rejects. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const realPace: Pace = {
  now: () => performance.now(),
  pause: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};

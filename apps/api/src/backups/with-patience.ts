import { setTimeout as delay } from 'node:timers/promises';
import { throughOutage } from '../database/through-outage';

/** Between two tries, milliseconds: together much less than a lease. */
const pauses = [100, 400, 1_500, 4_000];

/**
 * Writes what must not be lost because the records are in trouble for a moment: a server that is away, a disk that is full until the
 * next file goes. What the last try rejects with is thrown.
 */
export async function withPatience<T>(write: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await throughOutage(write);
    } catch {
      // Whatever the trouble is: it may be over soon, and the last try tells.
      await delay(pause);
    }
  }
  return write();
}

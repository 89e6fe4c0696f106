import { setTimeout as delay } from 'node:timers/promises';

/** Waits until something holds, which the test's time limit bounds. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await delay(5);
  }
}

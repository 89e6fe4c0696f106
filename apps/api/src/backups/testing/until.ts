import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks. */
const [soonest, latest] = [3, 30];

/** Waits until something holds, which the test's time limit bounds. The longer it takes, the rarer it looks: each look costs who works on it. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const begun = process.hrtime.bigint(); ;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    const waitedMs = Number(process.hrtime.bigint() - begun) / 1e6;
    await delay(Math.min(latest, Math.max(soonest, waitedMs / 10)));
  }
}

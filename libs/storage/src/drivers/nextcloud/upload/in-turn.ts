const last = new Map<string, Promise<void>>();

/**
 * Work on one URL, one after the other within this process: plain servers look whether the target is there and rename then, and two
 * moves at the same moment could both succeed.
 */
export async function inTurn<T>(url: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(url) ?? Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  last.set(url, promise);
  await before;
  try {
    return await work();
  } finally {
    resolve();
    if (last.get(url) === promise) last.delete(url);
  }
}

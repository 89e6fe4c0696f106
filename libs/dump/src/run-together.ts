/**
 * Runs the tasks, at most `limit` at once and in order of the list. The first failure aborts the others; it is thrown when all
 * have ended, so nothing of them goes on behind the caller's back.
 */
export async function runTogether(
  tasks: readonly ((signal: AbortSignal) => Promise<void>)[],
  limit: number,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const together = AbortSignal.any([signal, stop.signal]);
  const failures: unknown[] = [];
  const queue = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined && failures.length === 0; task = queue.shift()) {
      try {
        await task(together);
      } catch (error) {
        failures.push(error);
        stop.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, tasks.length)) }, worker));
  if (failures.length > 0) throw failures[0];
}

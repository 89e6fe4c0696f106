const firstMs = 60_000;
const longestMs = 6 * 3600_000;

/** When something that failed so often is tried again: a minute later, then twice as long each time, six hours at most. */
export function retryAt(now: Date, failures: number): Date {
  return new Date(now.getTime() + Math.min(firstMs * 2 ** Math.min(failures, 20), longestMs));
}

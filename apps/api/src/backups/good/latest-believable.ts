/** The clocks of projects and ours differ by less. Milliseconds. */
const toleranceMs = 3_600_000;

/**
 * What is dated later proves nothing, and must not hide what came since: a clock was wrong when it was made, or it was imported and says so
 * of itself.
 * @param now the database's time
 */
export const latestBelievable = (now: Date): Date => new Date(now.getTime() + toleranceMs);

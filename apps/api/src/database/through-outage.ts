import { setTimeout as delay } from 'node:timers/promises';
import { QueryFailedError } from 'typeorm';

/**
 * How long work waits for a server that is away, and how long between two tries, milliseconds: shorter than a lease on a server, so that
 * whoever waits still has what it works on when the server is back.
 */
export const outage = { longestMs: 90_000, betweenMs: 500 };

/**
 * Does the work again as long as the server of the records is away. What was answered by a connection that was lost may have happened all
 * the same: the work must be fine to be done twice.
 */
export async function throughOutage<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + outage.longestMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || performance.now() >= until) throw error;
      await delay(outage.betweenMs);
    }
  }
}

/** Of the operating system; of PostgreSQL, class 08 and those by which it says that it stops or begins (Appendix A of its documentation). */
const awayCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|57P0[1-3])$/;

/** node-postgres gives these no code. */
const awayTexts =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/** The server, or the way to it, is gone: nothing that was asked is wrong. */
export function isAway(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error)) return false;
  // Errors of other classes that are ours tell of other servers.
  if (!(error instanceof QueryFailedError) && cause.constructor !== Error && !('syscall' in cause)) return false;
  return awayTexts.test(cause.message) || ('code' in cause && awayCodes.test(String(cause.code)));
}

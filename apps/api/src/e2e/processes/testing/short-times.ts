import { standardTimes } from '../../../backups/queue/queue-times';
import { standardSweepTimes } from '../../../backups/sweep/sweep-task';
import { leases } from '../../../backups/transitions/run-policy';
import { outage } from '../../../database/through-outage';

/** Milliseconds. */
export interface ShortTimes {
  readonly leaseMs: number;
  readonly outageMs: number;
}

/**
 * Before the service is loaded: minutes become seconds, in the proportions that they have. Only the test's program reads the variable.
 */
export function shortTimes(text: string | undefined): void {
  if (text === undefined) return;
  const { leaseMs, outageMs } = JSON.parse(text) as ShortTimes;
  leases.postgres = leaseMs;
  Object.assign(standardTimes, { pollMs: 250, lookMs: 250, renewMs: leaseMs / 8 });
  Object.assign(standardSweepTimes, { everyMs: 1_000 });
  outage.longestMs = outageMs;
}

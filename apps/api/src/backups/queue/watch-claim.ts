import type { Claim, ClaimState } from '../transitions/claim';
import type { Pace } from './pace';
import type { QueueTimes } from './queue-times';

/** What a watch needs of the transitions. */
export interface ClaimWatch<C = Claim> {
  renew(claim: C): Promise<ClaimState>;
  look(claim: C): Promise<ClaimState>;
}

/**
 * Keeps a claim's lease until `ended`, and resolves early with the reason why the work must stop: it was cancelled, somebody else has
 * the run, or the lease is over. A database that doesn't answer is borne for as long as the last renewal reaches (F49).
 */
export async function watchClaim<C>(
  claim: C,
  transitions: ClaimWatch<C>,
  { lookMs, renewMs, leaseMs }: QueueTimes,
  pace: Pace,
  ended: AbortSignal,
): Promise<'cancelled' | 'lost' | 'lease-over' | 'ended'> {
  let renewedAt = pace.now();
  for (;;) {
    await pace.pause(lookMs, ended);
    if (ended.aborted) return 'ended';
    // Before the question: the lease counts from when the database answers, which is later.
    const askedAt = pace.now();
    const renews = askedAt - renewedAt >= renewMs;
    try {
      const state = await (renews ? transitions.renew(claim) : transitions.look(claim));
      if (state.lost) return 'lost';
      if (state.cancelRequested) return 'cancelled';
      if (renews) renewedAt = askedAt;
    } catch {
      // Whatever the database's trouble is, only its length matters.
      if (pace.now() - renewedAt >= leaseMs - 2 * lookMs) return 'lease-over';
    }
  }
}

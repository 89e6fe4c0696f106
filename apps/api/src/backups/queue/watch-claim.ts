import { setTimeout as delay } from 'node:timers/promises';
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
 * the run, or the lease is over. A database that is away, or keeps silent, is borne for as long as the last renewal reaches (F49).
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
      const asked = renews ? transitions.renew(claim) : transitions.look(claim);
      const state = await within(Math.max(lookMs, leaseMs - 2 * lookMs - (askedAt - renewedAt)), asked);
      if (state === null) return 'lease-over';
      if (state.lost) return 'lost';
      if (state.cancelRequested) return 'cancelled';
      if (renews) renewedAt = askedAt;
    } catch {
      // Whatever the database's trouble is, only its length matters.
      if (pace.now() - renewedAt >= leaseMs - 2 * lookMs) return 'lease-over';
    }
  }
}

/** Null: there was no answer in time, by the real clock: a connection that went silent says nothing for hours. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T | null> {
  const answered = new AbortController();
  const late = delay(ms, null, { signal: answered.signal, ref: false });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
  }
}

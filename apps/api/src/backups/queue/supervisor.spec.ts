import { outsideOfTheHeap } from '@stowbase/archive/testing';
import type { Claim, ClaimState, Outcome } from '../transitions/claim';
import { realPace } from './pace';
import { Supervisor } from './supervisor';

const times = { pollMs: 1_000, lookMs: 500, renewMs: 10_000, leaseMs: 30_000, graceMs: 0, abortMs: 0 };
const claim: Claim = { backupId: 'b', projectId: 'p', token: 1, attempt: 1, copies: [] };
const fine: ClaimState = { lost: false, cancelRequested: false };

function supervisor(): { supervisor: Supervisor; outcomes: Outcome[] } {
  const outcomes: Outcome[] = [];
  const transitions = {
    renew: () => Promise.resolve(fine),
    look: () => Promise.resolve(fine),
    finish: (_claim: Claim, outcome: Outcome) => Promise.resolve(outcomes.push(outcome) > 0),
  };
  return { supervisor: new Supervisor(transitions, times, realPace), outcomes };
}

describe('who stands behind a run', () => {
  it.each(['before', 'during'])('stops it when the queue is stopped %s it', async (when) => {
    const stop = new AbortController();
    const reason = new Error('the service stops');
    const seen: unknown[] = [];
    const { supervisor: one, outcomes } = supervisor();
    if (when === 'before') stop.abort(reason);
    await one.supervise(
      claim,
      (signal) => {
        if (when === 'during') stop.abort(reason);
        seen.push(signal.reason);
        return Promise.resolve();
      },
      stop.signal,
    );
    expect(seen).toEqual([reason]);
    expect(outcomes).toEqual([{ status: 'stopped' }]);
  });

  it('P-ARCHIVE-MEM-1 leaves nothing of a run behind, however long the queue lives and whatever still listens', async () => {
    const stop = new AbortController();
    const { supervisor: one } = supervisor();
    const before = await outsideOfTheHeap();
    for (let run = 0; run < 20; run++) {
      const work = (signal: AbortSignal): Promise<void> => {
        const large = Buffer.alloc(1024 * 1024, run);
        AbortSignal.any([signal, new AbortController().signal]).addEventListener('abort', () => large.fill(0));
        return Promise.resolve();
      };
      await one.supervise(claim, work, stop.signal);
    }
    expect((await outsideOfTheHeap()) - before).toBeLessThan(5 * 1024 * 1024);
  });
});

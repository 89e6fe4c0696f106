import { watchClaim } from './watch-claim';
import { realPace, type Pace } from './pace';
import type { QueueTimes } from './queue-times';
import type { Claim, ClaimState } from '../transitions/claim';

const times: QueueTimes = { pollMs: 1_000, lookMs: 500, renewMs: 10_000, leaseMs: 30_000, graceMs: 0, abortMs: 0 };
const claim: Claim = { backupId: 'b', projectId: 'p', token: 1, attempt: 1, copies: [] };
const fine: ClaimState = { lost: false, cancelRequested: false };

/** Time that passes only by waiting. */
class FakePace implements Pace {
  at = 0;

  constructor(private readonly onPause: (at: number) => void = () => undefined) {}

  now(): number {
    return this.at;
  }

  pause(ms: number): Promise<void> {
    this.at += ms;
    this.onPause(this.at);
    return Promise.resolve();
  }
}

describe('the watch over a claim', () => {
  it('renews the lease every ten seconds and looks twice a second', async () => {
    const asked: string[] = [];
    const ended = new AbortController();
    const pace = new FakePace((at) => at > 60_000 && ended.abort());
    const watch = {
      renew: () => Promise.resolve(asked.push(`renew ${pace.at}`)).then(() => fine),
      look: () => Promise.resolve(asked.push('look')).then(() => fine),
    };
    expect(await watchClaim(claim, watch, times, pace, ended.signal)).toBe('ended');
    expect(asked.filter((call) => call !== 'look')).toEqual(
      [10_000, 20_000, 30_000, 40_000, 50_000, 60_000].map((at) => `renew ${at}`),
    );
    expect(asked).toHaveLength(120);
  });

  it('P-RUN-4 sees a cancel within a second', async () => {
    const pace = new FakePace();
    const look = (): Promise<ClaimState> => Promise.resolve({ lost: false, cancelRequested: pace.at > 4_200 });
    const why = await watchClaim(claim, { renew: look, look }, times, pace, new AbortController().signal);
    expect(why).toBe('cancelled');
    expect(pace.at - 4_200).toBeLessThanOrEqual(1_000);
  });

  it('F49 bears a database that is away for less than the lease', async () => {
    const ended = new AbortController();
    const pace = new FakePace((at) => at > 120_000 && ended.abort());
    const ask = (): Promise<ClaimState> =>
      pace.at > 15_000 && pace.at < 35_000 ? Promise.reject(new Error('away')) : Promise.resolve(fine);
    expect(await watchClaim(claim, { renew: ask, look: ask }, times, pace, ended.signal)).toBe('ended');
  });

  it('F49 stops the work before the lease is over when the database stays away', async () => {
    const pace = new FakePace();
    const ask = (): Promise<ClaimState> =>
      pace.at > 15_000 ? Promise.reject(new Error('away')) : Promise.resolve(fine);
    const why = await watchClaim(claim, { renew: ask, look: ask }, times, pace, new AbortController().signal);
    expect(why).toBe('lease-over');
    // Renewed at 10 s for 30 s.
    expect(pace.at).toBeGreaterThan(35_000);
    expect(pace.at).toBeLessThan(40_000);
  });

  it('P-HA-3 a database that keeps silent is waited for only as long as the lease may hold (F49)', async () => {
    const silent = {
      renew: () => new Promise<never>(() => undefined),
      look: () => new Promise<never>(() => undefined),
    };
    const short = { ...times, lookMs: 5, leaseMs: 60 };
    expect(await watchClaim(claim, silent, short, realPace, new AbortController().signal)).toBe('lease-over');
  });
});

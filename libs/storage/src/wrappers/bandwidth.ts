import { setTimeout as delay } from 'node:timers/promises';

export interface BandwidthClock {
  /** Milliseconds from any beginning; never goes back. */
  now(): number;
  /** Resolves so many milliseconds later, or as soon as the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const ownClock: BandwidthClock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** Somebody who wants more than this at once would hold up the others for longer than they notice. Milliseconds. */
const turnMs = 50;
const smallestTurn = 4 * 1024;
const largestTurn = 1024 * 1024;

/**
 * So many bytes a second for all who share it, each in turn, first come, first served. What nobody took is not saved up for later.
 * One object for each destination, however many uploads go there.
 */
export class Bandwidth {
  /** When the next bytes may go. */
  #free = 0;

  constructor(
    /** May be changed at any time; holds for the next bytes. */
    public bytesPerSecond: number,
    private readonly clock: BandwidthClock = ownClock,
  ) {}

  /** The most that is right to take at once, bytes: with it several take turns. */
  get turn(): number {
    return Math.min(largestTurn, Math.max(smallestTurn, Math.floor((this.bytesPerSecond * turnMs) / 1000)));
  }

  /** Resolves when so many bytes may go, or when nobody needs to know any more: then its turn goes to the next. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const now = this.clock.now();
    const mine = Math.max(now, this.#free);
    const cost = (bytes / this.bytesPerSecond) * 1000;
    this.#free = mine + cost;
    if (mine <= now) return;
    await this.clock.wait(mine - now, signal);
    // Those who are waiting already keep their time; whoever comes next has the rest.
    if (signal.aborted) this.#free = Math.max(this.clock.now(), this.#free - cost);
  }
}

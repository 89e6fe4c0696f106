import type { Stage, StageTimes } from './request';

/** Where the time of a backup goes. */
export class StageClock {
  private readonly seconds = new Map<Stage, number>();
  private current: { stage: Stage; since: number } | null = null;
  private forArchive = 0;
  private forDump = 0;

  get waits(): Pick<StageTimes, 'waitedForArchive' | 'waitedForDump'> {
    return { waitedForArchive: this.forArchive, waitedForDump: this.forDump };
  }

  enter(stage: Stage): void {
    this.leave();
    this.current = { stage, since: performance.now() };
  }

  leave(): void {
    if (this.current === null) return;
    const { stage, since } = this.current;
    this.seconds.set(stage, (this.seconds.get(stage) ?? 0) + (performance.now() - since) / 1000);
    this.current = null;
  }

  async waitForArchive<T>(work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await work();
    } finally {
      this.forArchive += (performance.now() - since) / 1000;
    }
  }

  async waitForDump<T>(work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await work();
    } finally {
      this.forDump += (performance.now() - since) / 1000;
    }
  }

  times(): StageTimes {
    this.leave();
    return {
      stages: [...this.seconds].map(([stage, seconds]) => ({ stage, seconds })),
      ...this.waits,
    };
  }
}

import type { RunStage } from './progress-view';

/** How long a run was in each stage, in the order in which they were first entered. */
export class StageSeconds {
  private readonly seconds = new Map<RunStage, number>();
  private current: { stage: RunStage; since: number } | null = null;

  constructor(private readonly clock: () => number) {}

  enter(stage: RunStage): void {
    const now = this.clock();
    if (this.current !== null) this.add(this.current, now);
    this.current = { stage, since: now };
  }

  list(): { stage: RunStage; seconds: number }[] {
    if (this.current !== null) {
      const now = this.clock();
      this.add(this.current, now);
      this.current = { stage: this.current.stage, since: now };
    }
    return [...this.seconds].map(([stage, seconds]) => ({ stage, seconds: Math.round(seconds * 100) / 100 }));
  }

  private add({ stage, since }: { stage: RunStage; since: number }, now: number): void {
    this.seconds.set(stage, (this.seconds.get(stage) ?? 0) + (now - since));
  }
}

import type { ProgressView } from './progress-view';
import type { RunProgress } from './run-progress';

/** Seconds between two events of a run, and between two writes of its row. */
export const eventEvery = 0.25;
export const rowEvery = 2;

export interface Audience {
  tell(view: ProgressView): void;
  /** Never rejects. */
  keep(view: ProgressView): Promise<void>;
}

/** Decides when a run's progress is told and when it is kept: at most 4 times a second and once in 2 s, and only what changed. */
export class Publishing {
  private told: { at: number; text: string } | null = null;
  private kept: { at: number; text: string } | null = null;
  private keeping: Promise<void> | null = null;

  constructor(
    private readonly progress: RunProgress,
    private readonly audience: Audience,
  ) {}

  /** @param now seconds; called again and again by a ticker. */
  tick(now: number): void {
    if (this.told !== null && now - this.told.at < eventEvery) return;
    const view = this.progress.view();
    const text = changing(view);
    if (this.told?.text !== text) {
      this.told = { at: now, text };
      this.audience.tell(view);
    }
    this.keep(view, text, now);
  }

  /** The last words of a run. Resolves when no write is under way. */
  async end(): Promise<void> {
    this.audience.tell(this.progress.view());
    await this.keeping;
  }

  private keep(view: ProgressView, text: string, now: number): void {
    if (this.keeping !== null || this.kept?.text === text) return;
    if (this.kept !== null && now - this.kept.at < rowEvery) return;
    this.kept = { at: now, text };
    this.keeping = this.audience.keep(view).finally(() => {
      this.keeping = null;
    });
  }
}

/** Everything but the time that passes: a run that waits is not told again and again. */
const changing = (view: ProgressView): string =>
  JSON.stringify({
    ...view,
    seconds: 0,
    stages: 0,
    waitedForArchive: 0,
    waitedForDump: 0,
    bytesPerSecond: 0,
    secondsLeft: 0,
  });

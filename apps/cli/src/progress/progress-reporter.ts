import type { Screen } from '../screen';
import { barLine, plainLine } from './progress-line';
import type { JobState } from './progress-line';

/** At most five redraws a second on a terminal; elsewhere a line each ten seconds. Milliseconds. */
const REDRAW_EVERY = 200;
const LINE_EVERY = 10_000;

/** Shows how far a job is, on stderr: a bar on a terminal, lines elsewhere, nothing when asked to be quiet. */
export class ProgressReporter {
  private readonly startedAt: number;
  private lastShown: number;
  private state: JobState | undefined;
  private readonly heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly screen: Screen,
    private readonly quiet: boolean,
    private readonly now: () => number = Date.now,
  ) {
    this.startedAt = now();
    this.lastShown = screen.interactive ? Number.NEGATIVE_INFINITY : this.startedAt;
    // A job that waits (a lock, a slow server) still shows that it lives.
    if (!quiet) this.heartbeat = setInterval(() => this.show(), 1_000).unref();
  }

  update(state: JobState): void {
    this.state = state;
    this.show();
  }

  /** Takes the bar away until the next update: a person is asked something. */
  pause(): void {
    this.state = undefined;
    this.screen.clearStatus();
  }

  /** Takes the bar away; the result follows. */
  close(): void {
    clearInterval(this.heartbeat);
    this.pause();
  }

  private show(): void {
    if (this.quiet || this.state === undefined) return;
    const time = this.now();
    if (time - this.lastShown < (this.screen.interactive ? REDRAW_EVERY : LINE_EVERY)) return;
    this.lastShown = time;
    const seconds = (time - this.startedAt) / 1000;
    if (this.screen.interactive) this.screen.status(barLine(this.state, seconds, this.screen.columns));
    else this.screen.say(plainLine(this.state, seconds));
  }
}

import type { Backup } from '../backup.entity';
import type { RunError } from '../transitions/claim';

/** How long a run may take, and what would give it more time. */
export interface LongestRun {
  readonly seconds: number;
  readonly remedy: string;
}

/** Its schedule may allow less than the service does, never more. */
export function longestRun({ maxRunSeconds }: Pick<Backup, 'maxRunSeconds'>, maxRunHours: number): LongestRun {
  const allowed = maxRunHours * 3_600;
  return maxRunSeconds !== null && maxRunSeconds < allowed
    ? { seconds: maxRunSeconds, remedy: 'give its schedule a longer time-out' }
    : { seconds: allowed, remedy: 'raise MAX_RUN_HOURS' };
}

/** The run's signal and its longest time as one signal, and which of the two it was. */
export class RunDeadline {
  private readonly over = new AbortController();
  private readonly timer: NodeJS.Timeout;
  readonly signal: AbortSignal;

  constructor(
    private readonly stop: AbortSignal,
    private readonly longest: LongestRun,
  ) {
    this.signal = AbortSignal.any([stop, this.over.signal]);
    this.timer = setTimeout(() => this.over.abort(), longest.seconds * 1000).unref();
  }

  /** The time was up first; null: it was not. */
  get error(): RunError | null {
    if (!this.over.signal.aborted || this.stop.aborted) return null;
    return {
      code: 'MAX_DURATION',
      text: `The backup took longer than ${words(this.longest.seconds)} and was ended.`,
      next: `Leave out what is not needed, or ${this.longest.remedy}.`,
    };
  }

  close(): void {
    clearTimeout(this.timer);
  }
}

const words = (seconds: number): string =>
  seconds % 3_600 === 0 ? `${seconds / 3_600} hours` : `${Math.round(seconds / 6) / 10} minutes`;

import type { RunError } from '../transitions/claim';

/** The run's signal and its longest time as one signal, and which of the two it was. */
export class RunDeadline {
  private readonly over = new AbortController();
  private readonly timer: NodeJS.Timeout;
  readonly signal: AbortSignal;

  constructor(
    private readonly stop: AbortSignal,
    private readonly hours: number,
  ) {
    this.signal = AbortSignal.any([stop, this.over.signal]);
    this.timer = setTimeout(() => this.over.abort(), hours * 3_600_000).unref();
  }

  /** The time was up first; null: it was not. */
  get error(): RunError | null {
    if (!this.over.signal.aborted || this.stop.aborted) return null;
    return {
      code: 'MAX_DURATION',
      text: `The backup took longer than ${this.hours} hours and was ended.`,
      next: 'Leave out what is not needed, or raise MAX_RUN_HOURS.',
    };
  }

  close(): void {
    clearTimeout(this.timer);
  }
}

import type { Backup } from '../backup.entity';
import type { OpenLog } from '../log/run-logs';
import type { RunLog } from '../log/run-log';
import type { LiveProgress } from '../progress/progress-hub';
import type { RunProgress } from '../progress/run-progress';
import type { Claim } from '../transitions/claim';
import { RunDeadline, type LongestRun } from './run-deadline';

/** What one run carries with it from its claim to its end. */
export class CurrentRun {
  readonly deadline: RunDeadline;
  private readonly uploadsOver = new AbortController();
  private committing = false;
  private readonly settling: Promise<unknown>[] = [];

  /** @param secrets what must not be in any text of it; grows when the password is known */
  constructor(
    readonly claim: Claim,
    readonly backup: Backup,
    readonly secrets: string[],
    private readonly openLog: OpenLog,
    private readonly liveProgress: LiveProgress,
    stop: AbortSignal,
    longest: LongestRun,
  ) {
    this.deadline = new RunDeadline(stop, longest);
    const endUploads = (): void => {
      if (!this.committing) this.uploadsOver.abort(this.signal.reason);
    };
    if (this.signal.aborted) endUploads();
    else this.signal.addEventListener('abort', endUploads, { once: true });
  }

  get log(): RunLog {
    return this.openLog.log;
  }

  get progress(): RunProgress {
    return this.liveProgress.progress;
  }

  /** Cancelled, stopped, lost or too long: only the row says which. */
  get signal(): AbortSignal {
    return this.deadline.signal;
  }

  /** Ends the uploads with the run, but no more once they are being published. */
  get uploadSignal(): AbortSignal {
    return this.uploadsOver.signal;
  }

  /** From now on nothing but the destinations themselves ends the uploads. */
  holdUploads(): void {
    this.committing = true;
  }

  /** Something of a copy that is being written to the records while the run goes on. */
  settle(work: Promise<unknown>): void {
    this.settling.push(work.catch(() => undefined));
  }

  /** Resolves when that is written, and the log as far as it goes. */
  async settled(): Promise<void> {
    await Promise.all(this.settling);
    await this.openLog.stored();
  }

  async close(): Promise<void> {
    this.deadline.close();
    await this.liveProgress.end();
    await this.openLog.stored();
  }
}

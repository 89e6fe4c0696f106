import { Logger } from '@nestjs/common';
import type { Claim, Outcome } from '../transitions/claim';
import type { Pace } from './pace';
import type { QueueTimes } from './queue-times';
import type { ClaimedWork } from './run-queue';
import { watchClaim } from './watch-claim';

/** Why a signal is aborted is for people who read a stack; the row says what is to be written. */
export class WorkStopped extends Error {
  readonly code = 'CANCELLED';

  constructor(why: string) {
    super(`The backup was stopped (${why}).`);
    this.name = 'WorkStopped';
  }
}

/** Stands behind the work on one run: whatever the work does, the lease is kept meanwhile and the run ends. */
export class Supervisor<C extends { readonly backupId: string } = Claim> {
  private readonly logger = new Logger('RunQueue');

  constructor(
    private readonly transitions: Omit<ClaimedWork<C>, 'claimNext' | 'ended'>,
    private readonly times: QueueTimes,
    private readonly pace: Pace,
  ) {}

  /** Never rejects. */
  async supervise(claim: C, work: (signal: AbortSignal) => Promise<void>, stop: AbortSignal): Promise<void> {
    const stopped = new AbortController();
    const ended = new AbortController();
    // Of this run alone: what depends on a signal that lives as long as the service would live as long, too.
    const { signal } = stopped;
    const stopToo = (): void => stopped.abort(stop.reason);
    if (stop.aborted) stopToo();
    else stop.addEventListener('abort', stopToo, { once: true });
    const watching = watchClaim(claim, this.transitions, this.times, this.pace, ended.signal).then((why) => {
      if (why !== 'ended') stopped.abort(new WorkStopped(why));
    });
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted)
        this.logger.error(`Backup ${claim.backupId} ended by an error that its runner did not expect.`, error);
    }
    await this.settle(claim, signal.aborted);
    ended.abort();
    await watching;
    stop.removeEventListener('abort', stopToo);
  }

  /** For a work that left its run open. */
  private async settle(claim: C, aborted: boolean): Promise<void> {
    try {
      if ((await this.transitions.look(claim)).lost) return;
      await this.transitions.finish(claim, aborted ? { status: 'stopped' } : unfinished);
    } catch (error) {
      // Its lease runs out, and the sweep ends it then.
      this.logger.error(`The end of backup ${claim.backupId} could not be written.`, error);
    }
  }
}

const unfinished: Outcome = {
  status: 'failed',
  error: {
    code: 'INTERNAL',
    text: 'The backup ended by an error that nobody expected.',
    next: 'Look at the log of the service, and report it.',
  },
  retriable: false,
};

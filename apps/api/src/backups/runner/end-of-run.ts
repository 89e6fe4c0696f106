import { Injectable, Logger } from '@nestjs/common';
import type { StageTimes } from '@stowbase/dump';
import { redact } from '@stowbase/postgres';
import type { ExpectedContent, LaneResult } from '@stowbase/storage';
import { In } from 'typeorm';
import { ApiError } from '../../errors/api-error';
import { Database } from '../../database/database';
import { Backup } from '../backup.entity';
import type { ClaimedCopy, CopyResult, Outcome, RunError } from '../transitions/claim';
import { RunTransitions } from '../transitions/run-transitions';
import { withPatience } from '../with-patience';
import { ClaimLost } from './claim-lost';
import type { CurrentRun } from './current-run';
import type { RunEnd } from './direct-run';
import type { RunCopy } from './run-copy';
import { tellError, type ToldError } from './run-error';
import { crashPoint } from '../../lifecycle/crash-point';

/** Writes down what became of a run and of each of its copies. */
@Injectable()
export class EndOfRun {
  private readonly logger = new Logger('BackupRunner');

  constructor(
    private readonly database: Database,
    private readonly transitions: RunTransitions,
  ) {}

  /** One copy, while the others go on. */
  copyFailed(run: CurrentRun, copy: ClaimedCopy, cause: unknown): void {
    const { error } = this.told(run, cause);
    run.log.error(error.code, `The copy to ${copy.name} failed: ${error.text} ${error.next}`);
    run.settle(this.transitions.copySettled(run.claim, copy.id, failedCopy(error)));
  }

  /** Behind the gate: each copy alone, then the run. */
  async published(
    run: CurrentRun,
    results: readonly { readonly copy: RunCopy; readonly result: LaneResult }[],
    { size, sha256 }: ExpectedContent,
    waits: StageTimes,
  ): Promise<RunEnd> {
    let firstError: RunError | null = null;
    for (const { copy, result } of results) {
      const settled = this.settledCopy(run, copy, result, sha256);
      const isSettled = await withPatience(() => this.transitions.copySettled(run.claim, copy.id, settled));
      if (!isSettled) return { status: 'lost' };
      crashPoint('run/settled');
      if (settled.status === 'failed') firstError ??= { code: settled.code, text: settled.text, next: '' };
    }
    const stored = results.filter(({ result }) => result.status === 'stored').length;
    if (stored > 0) run.log.info('DONE', `The backup is complete: ${size} bytes, SHA-256 ${sha256}.`);
    if (!(await this.write(run, { status: 'succeeded' }, waits))) return { status: 'lost' };
    if (stored > 0) return { status: 'succeeded', size, sha256 };
    return { status: 'failed', error: firstError ?? { code: 'NOT_STORED', text: 'Nothing was stored.', next: '' } };
  }

  /** The uploads are aborted, the row says why. */
  stopped(run: CurrentRun): Promise<RunEnd> {
    run.log.warning('STOPPED', 'The backup was stopped; what had been written was removed.');
    return this.finish(run, { status: 'stopped' });
  }

  /** The uploads are aborted. @param firstFailure of a copy, when no copy was left to write to */
  async failed(run: CurrentRun, error: unknown, firstFailure: unknown): Promise<RunEnd> {
    if (error instanceof ClaimLost) return { status: 'lost' };
    const late = run.deadline.error;
    if (late === null && run.signal.aborted) return this.stopped(run);
    const told =
      error instanceof AggregateError ? tellError(firstFailure ?? error.errors[0], run.secrets) : this.told(run, error);
    if (late === null && told.error.code === 'CANCELLED' && isDirect(run)) return this.browserGone(run);
    const final = late ?? told.error;
    for (const line of told.lines) run.log.error(final.code, line);
    run.log.error(final.code, `The backup failed: ${final.text} ${final.next}`);
    return this.finish(run, { status: 'failed', error: final, retriable: late === null && told.retriable });
  }

  /** Closing the tab is a way to cancel. */
  private async browserGone(run: CurrentRun): Promise<RunEnd> {
    try {
      await this.transitions.requestCancel(run.claim.backupId);
    } catch (error) {
      // It has ended, or is finishing, since somebody else was faster: `finish` tells.
      if (!(error instanceof ApiError)) throw error;
    }
    run.log.warning('CANCELLED', 'The browser closed the connection before the download was complete.');
    return this.finish(run, { status: 'stopped' });
  }

  private async finish(run: CurrentRun, outcome: Outcome): Promise<RunEnd> {
    if (!(await this.write(run, outcome))) return { status: 'lost' };
    return outcome.status === 'failed' ? { status: 'failed', error: outcome.error } : { status: 'stopped' };
  }

  /** At last, when all that belongs to it is written. */
  private async write(run: CurrentRun, outcome: Outcome, waits?: StageTimes): Promise<boolean> {
    await run.settled();
    await this.keepProfile(run, waits);
    crashPoint('run/before-finish');
    const isWritten = await withPatience(() => this.transitions.finish(run.claim, outcome));
    crashPoint('run/finished');
    return isWritten;
  }

  private settledCopy(run: CurrentRun, copy: RunCopy, result: LaneResult, sha256: string): CopyResult {
    if (result.status === 'failed') {
      const { error } = this.told(run, result.cause);
      run.log.error(error.code, `The copy to ${copy.name} failed: ${error.text} ${error.next}`);
      return failedCopy(error);
    }
    const { object } = result;
    if (copy.destinationId === null) return { status: 'delivered', size: object.size, sha256 };
    run.log.info('STORED', `The copy to ${copy.name} is stored, and its size was read again: ${object.size} bytes.`);
    return { status: 'stored', object, sha256 };
  }

  private told(run: CurrentRun, error: unknown): ToldError {
    const told = tellError(error, run.secrets);
    if (told.unexpected) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error(`Backup ${run.claim.backupId}: ${redact(stack, run.secrets)}`);
    }
    return told;
  }

  private async keepProfile({ claim, progress }: CurrentRun, waits?: StageTimes): Promise<void> {
    const mine = { id: claim.backupId, token: claim.token, status: In(['running', 'committing']) };
    const profile = progress.profile(waits);
    try {
      await this.database.write(async (manager) => void (await manager.update(Backup, mine, { profile })));
    } catch (error) {
      // How the run ended is worth more, and must not depend on it.
      this.logger.warn(`Where the time of backup ${claim.backupId} went could not be kept.`, error);
    }
  }
}

const failedCopy = ({ code, text }: RunError): CopyResult => ({ status: 'failed', code: code.slice(0, 60), text });

const isDirect = (run: CurrentRun): boolean => run.claim.copies.some(({ destinationId }) => destinationId === null);

import { Injectable } from '@nestjs/common';
import type { UploadState } from '@stowbase/storage';
import type { Backup } from '../backup.entity';
import type { Claim, ClaimState, CopyResult, NewRun, Outcome, RunError, RunFacts } from './claim';

const notYet = (): never => {
  throw new Error('not built yet');
};

/**
 * Every change of a run's state. Each is one UPDATE with the old state and the token in its WHERE: a result of false means that the
 * claim is lost, and then nothing else may be written.
 */
@Injectable()
export class RunTransitions {
  /** @throws ApiError RUN_ACTIVE with `more.backupId` when the project has a live run */
  enqueue(_request: NewRun): Promise<Backup> {
    return notYet();
  }

  /** The next run that may begin, as `running`; null when there is none or the limit is reached. */
  claimNext(): Promise<Claim | null> {
    return notYet();
  }

  /**
   * A run into a browser: `running` at once, one copy without a destination, never tried again.
   * @throws ApiError RUN_ACTIVE
   */
  beginDirect(_request: NewRun): Promise<Claim> {
    return notYet();
  }

  renew(_claim: Claim): Promise<ClaimState> {
    return notYet();
  }

  /** Before the first byte leaves. False: don't send it. */
  copyUploading(_claim: Claim, _copyId: string, _key: string, _state: UploadState): Promise<boolean> {
    return notYet();
  }

  copySettled(_claim: Claim, _copyId: string, _result: CopyResult): Promise<boolean> {
    return notYet();
  }

  /**
   * The point of no return, to be won before the last Complete, MOVE or link of any destination. Keeps what is known of the archive,
   * so that a crash from here on can be resolved. False: cancelled or lost; abort the uploads and call `finish` with `stopped`.
   */
  beginCommitting(_claim: Claim, _facts: RunFacts): Promise<boolean> {
    return notYet();
  }

  finish(_claim: Claim, _outcome: Outcome): Promise<boolean> {
    return notYet();
  }

  /** @throws ApiError BACKUP_FINISHING, BACKUP_FINISHED, BACKUP_NOT_FOUND */
  requestCancel(_id: string): Promise<'cancelled' | 'requested'> {
    return notYet();
  }

  /** Takes a run away from a worker that is dead or stops. */
  interrupt(_run: Pick<Claim, 'backupId' | 'token'>, _why: RunError): Promise<boolean> {
    return notYet();
  }
}

import type { Storage } from '@stowbase/storage';
import type { Database } from '../../database/database';
import type { Backup } from '../backup.entity';
import { BackupCopy } from '../backup-copy.entity';
import type { Claim, ClaimedCopy, CopyResult } from '../transitions/claim';
import type { RunTransitions } from '../transitions/run-transitions';
import { retryAt } from './backoff';
import { findArchive } from './find-archive';
import type { OpenStorage } from './open-storage';
import { sweepUpload } from './sweep-upload';
import { tellProblem } from './tell-problem';
import { crashPoint } from '../../lifecycle/crash-point';

/** So often a store that can't tell is asked; then its copy counts as failed, and what lies there is left to the leftovers. */
const mostQuestions = 6;

/**
 * What became of a run whose worker died behind the point of no return: each destination is asked for the attempt's key. A whole archive
 * there is adopted, anything else removed. A store that can't tell is asked again later.
 */
export class ResolveCommitting {
  constructor(
    private readonly database: Database,
    private readonly transitions: RunTransitions,
    private readonly open: OpenStorage,
  ) {}

  /** A worker whose lease still holds keeps the run. */
  async resolve(run: Backup, now: Date): Promise<void> {
    if (await this.waits(run, now)) return;
    const claim = await this.transitions.takeOver({ backupId: run.id, token: run.token }, true);
    if (claim === null) return;
    crashPoint('sweep/taken-over');
    for (const copy of claim.copies) {
      const result = await this.look(run, claim, copy, now);
      crashPoint('sweep/looked');
      if (result !== null) await this.transitions.copySettled(claim, copy.id, result);
      crashPoint('sweep/adopted');
      await this.transitions.renew(claim);
    }
    await this.transitions.finish(claim, { status: 'stopped' });
  }

  private async waits(run: Backup, now: Date): Promise<boolean> {
    const open = await this.database.read.find(BackupCopy, {
      where: { backupId: run.id, attempt: run.attempt, status: 'uploading' },
    });
    return open.length > 0 && open.every(({ retryAt: at }) => at !== null && at > now);
  }

  /** Null: nobody knows yet. */
  private async look(
    run: Backup,
    claim: Claim,
    { id, destinationId }: ClaimedCopy,
    now: Date,
  ): Promise<CopyResult | null> {
    const copy = await this.database.read.findOneByOrFail(BackupCopy, { id });
    if (destinationId === null || copy.key === null) return neverBegun;
    const wanted = { key: copy.key, backupId: run.id, attempt: claim.attempt, size: run.storedBytes };
    let storage: Storage | null = null;
    try {
      storage = await this.open(destinationId);
      // First: what is swept can't be published any more, so that the look behind it decides.
      await sweepUpload(storage, copy.key, copy.uploadState);
      const found = await findArchive(storage, wanted);
      if (found.is === 'whole') return { status: 'stored', object: found.object, sha256: run.sha256 ?? '' };
      if (found.is === 'other') await storage.delete(copy.key, versionOf(found.object));
      return neverBegun;
    } catch (error) {
      const { code, text } = tellProblem(error);
      if (copy.failures + 1 >= mostQuestions) return { status: 'failed', code, text };
      await this.database.write((manager) =>
        manager.update(
          BackupCopy,
          { id, status: 'uploading' },
          { failures: copy.failures + 1, retryAt: retryAt(now, copy.failures), errorCode: code, errorText: text },
        ),
      );
      return null;
    } finally {
      await storage?.close();
    }
  }
}

export const versionOf = ({ versionId }: { readonly versionId?: string }): { versionId?: string } =>
  versionId === undefined ? {} : { versionId };

const neverBegun: CopyResult = {
  status: 'failed',
  code: 'RUN_INTERRUPTED',
  text: 'The service stopped before this copy was complete.',
};

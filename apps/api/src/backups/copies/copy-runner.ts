import { Inject, Injectable, Logger } from '@nestjs/common';
import { archiveFormat } from '@stowbase/archive';
import { redact } from '@stowbase/postgres';
import { StorageError, type Storage } from '@stowbase/storage';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import type { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { CopyJob } from '../copy-job.entity';
import { CopyLeases } from '../leases/copy-leases';
import type { RunLog } from '../log/run-log';
import { RunLogs } from '../log/run-logs';
import type { RunHandler } from '../queue/run-queue';
import { tellError, type ToldError } from '../runner/run-error';
import { withPatience } from '../with-patience';
import type { CopyClaim } from './copy-claim';
import { CopyProgress } from './copy-progress';
import { CopyTransitions } from './copy-transitions';
import { CopyLost, CopyUpload } from './copy-upload';
import { sourcesOf } from './new-job';
import { placeFor, proveWhole } from './place-for-copy';
import { SourceFailed, type WantedContent } from './read-source';
import { checkStored } from './check-stored';
import { crashPoint } from '../../lifecycle/crash-point';

/** One job while it is worked on. */
interface Work {
  readonly claim: CopyClaim;
  readonly job: CopyJob;
  readonly backup: Backup;
  readonly log: RunLog;
  readonly signal: AbortSignal;
}

/** Makes one copy: reads a stored one, checks every byte on the way, and writes down what became of it. */
@Injectable()
export class CopyRunner implements RunHandler<CopyClaim> {
  private readonly logger = new Logger('Copies');

  constructor(
    private readonly database: Database,
    @Inject(Destinations) private readonly destinations: Pick<Destinations, 'open' | 'refuseUnlessDeletes'>,
    private readonly leases: CopyLeases,
    private readonly transitions: CopyTransitions,
    private readonly progress: CopyProgress,
    private readonly logs: RunLogs,
  ) {}

  async run(claim: CopyClaim, signal: AbortSignal): Promise<void> {
    const { jobId: id, token } = claim;
    const job = await this.database.read.findOneBy(CopyJob, { id, token, status: 'running' });
    if (job === null) return;
    const backup = await this.database.read.findOneByOrFail(Backup, { id: claim.backupId });
    const open = await this.logs.open(claim.backupId, []);
    try {
      await this.work({ claim, job, backup, log: open.log, signal });
    } finally {
      await open.stored();
    }
  }

  private async work(work: Work): Promise<void> {
    const { claim, job, log, signal } = work;
    try {
      log.info('COPY_BEGUN', `The copy to ${job.destinationName} begins: ${job.size} bytes.`);
      await this.fromAnySource(work);
    } catch (error) {
      if (error instanceof CopyLost) return;
      if (signal.aborted || error instanceof CopyStopped) {
        log.warning(
          'COPY_STOPPED',
          `The copy to ${job.destinationName} was stopped; what had been written is removed.`,
        );
        await withPatience(() => this.transitions.finish(claim, { status: 'stopped' }));
        return;
      }
      const { error: told, retriable } = this.told(work, error instanceof SourceFailed ? error.cause : error);
      log.error(told.code, `The copy to ${job.destinationName} failed: ${told.text} ${told.next}`);
      await withPatience(() => this.transitions.finish(claim, { status: 'failed', error: told, retriable }));
    }
  }

  /** One that can't be read gives way to the next one; what was written of it goes. */
  private async fromAnySource(work: Work): Promise<void> {
    const { job, backup, log, signal } = work;
    const sources = await sourcesOf(this.database.read, backup, job.destinationId, job.sourceCopyId);
    let failure: unknown = new SourceFailed(gone());
    for (const { id } of sources) {
      const lease = await this.leases.take(id, 'copy');
      if (lease === null) continue;
      crashPoint('copy/leased');
      try {
        return await this.fromSource(work, lease.copy);
      } catch (error) {
        if (!(error instanceof SourceFailed) || signal.aborted) throw error;
        failure = error;
        const { error: told } = this.told(work, error.cause);
        log.warning(told.code, `The copy at ${lease.copy.destinationName} can not be read: ${told.text}`);
      } finally {
        await lease.release();
      }
    }
    throw failure;
  }

  private async fromSource(work: Work, source: BackupCopy): Promise<void> {
    const { key, size, sha256, destinationId } = source;
    if (key === null || size === null || sha256 === null || destinationId === null) throw new SourceFailed(gone());
    const from = await this.destinations.open(destinationId).catch((cause: unknown) => {
      throw new SourceFailed(cause);
    });
    try {
      const to = await this.destinations.open(work.job.destinationId);
      try {
        work.log.info('COPY_READS', `It is read from ${source.destinationName}.`);
        await this.copy(work, from, to, { key, size, sha256 });
      } finally {
        await to.close();
      }
    } finally {
      await from.close();
    }
  }

  private async copy(work: Work, from: Storage, to: Storage, wanted: WantedContent): Promise<void> {
    const { claim, job, backup, signal } = work;
    const there = await placeFor(
      to,
      { job, backup, wanted, signal },
      {
        demandDeletes: () => this.destinations.refuseUnlessDeletes([job.destinationId], this.database.read),
        proveSource: () => proveWhole(from, wanted, signal),
        replaced: () => this.transitions.replaced(claim),
      },
    );
    if (there !== null) {
      if (!(await this.transitions.uploading(claim, wanted.key, {}))) throw new CopyLost();
      if (!(await this.transitions.beginCommitting(claim))) throw new CopyStopped();
      work.log.info('COPY_FOUND', `The whole archive is at ${job.destinationName} already; its SHA-256 was checked.`);
      return this.keep(work, wanted, there);
    }
    const uploads = new AbortController();
    const end = (): void => uploads.abort(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    signal.throwIfAborted();
    const upload = await CopyUpload.begin(to, wanted, {
      signal: uploads.signal,
      metadata: metadataOf(wanted.key, backup),
      uploading: (state) => this.transitions.uploading(claim, wanted.key, state),
      retried: ({ attempt, cause: { message } }) =>
        work.log.warning(
          'COPY_RETRIED',
          `${job.destinationName}: ${message} It is sent again (attempt ${attempt + 1}).`,
        ),
      name: job.destinationName,
    });
    const told = this.progress.begin(job, claim, () => upload.storedBytes);
    try {
      await upload.fill(from);
      signal.throwIfAborted();
      // From now on nothing but the destination itself ends the upload.
      signal.removeEventListener('abort', end);
      if (!(await this.transitions.beginCommitting(claim))) throw new CopyStopped();
      crashPoint('copy/committing');
      const object = await upload.publish();
      await checkStored(to, { ...wanted, backupId: backup.id, attempt: backup.attempt }, object);
      crashPoint('copy/checked');
      await this.keep(work, wanted, object);
    } catch (error) {
      await upload.abort(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
      told();
    }
  }

  private async keep(
    { claim, job, log }: Work,
    { sha256 }: WantedContent,
    object: Parameters<CopyTransitions['stored']>[1],
  ): Promise<void> {
    if (!(await withPatience(() => this.transitions.stored(claim, object, sha256)))) throw new CopyLost();
    crashPoint('copy/stored');
    log.info('STORED', `The copy to ${job.destinationName} is stored, and was read again: ${object.size} bytes.`);
  }

  private told({ claim }: Work, error: unknown): ToldError {
    const told = tellError(error, []);
    if (told.unexpected) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error(`Copy ${claim.jobId}: ${redact(stack, [])}`);
    }
    return told;
  }
}

/** Cancelled between the last byte and the point of no return, or lost: the row says which. */
class CopyStopped extends Error {}

const gone = (): StorageError =>
  new StorageError(
    'not-found',
    'No stored copy of the backup is left that could be read.',
    'Make a new backup to this destination.',
  );

/** As a run writes it, so that a bucket tells the same of every copy. */
const metadataOf = (key: string, { id }: Backup): Record<string, string> => ({
  'backup-id': id,
  'original-filename': key.split('/').at(-1) ?? key,
  format: archiveFormat,
});

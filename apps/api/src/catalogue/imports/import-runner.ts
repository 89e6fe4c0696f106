import { Inject, Injectable, Logger } from '@nestjs/common';
import { StorageError } from '@stowbase/storage';
import { tellError } from '../../backups/runner/run-error';
import { isDuplicate } from '../../backups/transitions/find-live-run';
import { RunChanged } from '../../backups/transitions/run-changed';
import { StoredTotals } from '../../backups/transitions/stored-totals';
import { Database } from '../../database/database';
import { ApiError } from '../../errors/api-error';
import { EventHub } from '../../events/event-hub';
import { Destinations } from '../../storage/destinations.service';
import { writeMissing } from '../checks/write-verdict';
import type { ImportJob } from '../import-job.entity';
import { addBackup, keepCopy } from './add-archive';
import { ImportRecords } from './import-records';
import { ImportScan, type ImportHand } from './import-scan';
import { placeArchive, type Placed } from './place-archive';
import { findProject, makeProject } from './project-for';
import type { ReadArchive } from './read-archive';
import { crashPoint } from '../../lifecycle/crash-point';

/** Looks through destinations, one after the other, and adds what the records don't know. */
@Injectable()
export class ImportRunner {
  private readonly logger = new Logger('Imports');
  private recovered: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    @Inject(Destinations) private readonly destinations: Pick<Destinations, 'open'>,
    private readonly records: ImportRecords,
    private readonly totals: StoredTotals,
    private readonly changed: RunChanged,
    private readonly events: EventHub,
  ) {}

  async turn(stop: AbortSignal): Promise<void> {
    this.recovered ??= this.records.endDead(true);
    await this.recovered;
    await this.records.endDead(false);
    while (!stop.aborted) {
      const job = await this.records.claim();
      if (job === null) return;
      await this.work(job, stop);
    }
  }

  private async work(job: ImportJob, stop: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([stop, ended.signal]);
    let scan: ImportScan | null = null;
    try {
      const storage = await this.destinations.open(job.destinationId);
      try {
        scan = new ImportScan(this.database, storage, job, this.hand(job, ended), signal);
        await scan.run();
        crashPoint('import/looked');
        await this.records.end(job, 'succeeded', scan.counts);
      } finally {
        await storage.close();
      }
    } catch (error) {
      const reason: unknown = ended.signal.reason;
      if (reason === 'lost') return;
      if (reason === 'cancelled') return this.records.end(job, 'cancelled', scan?.counts ?? job.counts);
      if (stop.aborted) return this.records.release(job);
      if (!(error instanceof StorageError) && !(error instanceof ApiError)) {
        this.logger.error(`Looking through ${job.destinationName} failed.`, error);
      }
      await this.records.end(job, 'failed', scan?.counts ?? job.counts, tellError(error, []).error);
    }
  }

  private hand(job: ImportJob, ended: AbortController): ImportHand {
    return {
      keep: async (found, placed) => (job.mode === 'add' ? this.add(job, found, placed) : null),
      gone: async (copy) => {
        if (job.mode !== 'add') return;
        const now = await this.database.now();
        await this.database.write((manager) => writeMissing(manager, this.totals, copy, now));
        this.changed.ids.next(copy.backupId);
      },
      page: async (counts, items) => {
        const { lost, cancelRequested } = await this.records.progress(job, counts, items);
        if (lost) ended.abort('lost');
        else if (cancelRequested) ended.abort('cancelled');
        ended.signal.throwIfAborted();
      },
    };
  }

  /** @returns the project that it was added to */
  private async add(job: ImportJob, found: ReadArchive, placed: Placed): Promise<{ id: string; name: string } | null> {
    const place = { id: job.destinationId, name: job.destinationName };
    const now = await this.database.now();
    try {
      const project = await this.database.write(async (manager) => {
        if (placed.kind === 'new') {
          const known = await findProject(manager, found);
          const its = known ?? (await makeProject(manager, found, now));
          await addBackup(manager, this.totals, found, its, place, now);
          return { id: its.id, name: its.name, isNew: known === null };
        }
        if (!comesBack.has(placed.kind)) return null;
        await keepCopy(manager, this.totals, placed, found, place, now);
        return null;
      });
      crashPoint('import/added');
      this.changed.ids.next(found.manifest.backupId);
      if (project?.isNew === true) {
        const { id, name } = project;
        this.events.publish({ type: 'project.changed', id, data: { id, name, deleted: false } });
      }
      return project;
    } catch (error) {
      // Another import found it at another destination at the same moment.
      if (placed.kind !== 'new' || !isDuplicate(error)) throw error;
      const nowKnown = await placeArchive(this.database.read, job.destinationId, found, () => Promise.resolve(false));
      return this.add(job, found, nowKnown);
    }
  }
}

const comesBack = new Set<Placed['kind']>(['copy', 'again', 'moved']);

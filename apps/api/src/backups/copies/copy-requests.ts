import { Injectable } from '@nestjs/common';
import type { Actor } from '../../accounts/access';
import { Database } from '../../database/database';
import { Destinations } from '../../storage/destinations.service';
import { CopyJob } from '../copy-job.entity';
import { BackupRecords } from '../records/backup-records.service';
import type { NewRun } from '../transitions/claim';
import { fail } from './copies.errors';
import type { CopyBackupDto, CopyJobDto } from './copy-job.dto';
import { toCopyJobDto } from './copy-job.mapper';
import { CopyProgress } from './copy-progress';
import { CopyTransitions } from './copy-transitions';

/** What people ask of copies between destinations. */
@Injectable()
export class CopyRequests {
  constructor(
    private readonly database: Database,
    private readonly backups: BackupRecords,
    private readonly destinations: Destinations,
    private readonly transitions: CopyTransitions,
    private readonly progress: CopyProgress,
  ) {}

  /** @throws ApiError those of `CopyTransitions.enqueue` and of destinations */
  async copy(
    backupId: string,
    asked: CopyBackupDto,
    actor: Actor,
    idempotency: Pick<NewRun, 'idempotency'>,
  ): Promise<CopyJobDto> {
    const id = asked.destinationId.toLowerCase();
    const { name } = await this.destinations.forCopy(id);
    const fromCopyId = asked.fromCopyId?.toLowerCase() ?? null;
    const wanted = { backupId, destination: { id, name }, fromCopyId, actor, ...idempotency };
    const job = await this.transitions.enqueue(wanted, (manager) => this.destinations.forCopy(id, manager));
    return this.dto(job);
  }

  /** The newest first. @throws ApiError BACKUP_NOT_FOUND */
  async list(backupId: string): Promise<CopyJobDto[]> {
    await this.backups.get(backupId);
    const jobs = await this.database.read.find(CopyJob, {
      where: { backupId },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: 100,
    });
    return jobs.map((job) => this.dto(job));
  }

  /** @throws ApiError COPY_NOT_FOUND, COPY_FINISHING, COPY_ENDED */
  async cancel(backupId: string, jobId: string, actor: Actor): Promise<{ job: CopyJobDto; isOver: boolean }> {
    const result = await this.transitions.requestCancel(backupId, jobId, actor);
    const job = await this.database.read.findOneBy(CopyJob, { id: jobId });
    if (job === null) throw fail('COPY_NOT_FOUND', 'Nothing with this id was asked to be copied.');
    return { job: this.dto(job), isOver: result === 'cancelled' };
  }

  private dto(job: CopyJob): CopyJobDto {
    return toCopyJobDto(job, this.progress.now(job.id));
  }
}

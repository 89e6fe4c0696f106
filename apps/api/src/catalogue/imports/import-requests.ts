import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { isDuplicate } from '../../backups/transitions/find-live-run';
import { Database } from '../../database/database';
import { mapPage, pageOf } from '../../paging/page-of';
import { Destinations } from '../../storage/destinations.service';
import { fail } from '../catalogue.errors';
import { ImportItem } from '../import-item.entity';
import { ImportJob, type ImportMode } from '../import-job.entity';
import type { ImportItemPageDto, ImportItemQueryDto } from './import.dto';
import { toImportItemDto } from './import.mapper';
import { ImportTask } from './import-task';
import { newImport } from './new-import';

/** What people ask of imports. */
@Injectable()
export class ImportRequests {
  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly audit: AuditLog,
    private readonly task: ImportTask,
  ) {}

  /** @throws ApiError DESTINATION_NOT_FOUND, IMPORT_ACTIVE */
  async ask(destinationId: string, mode: ImportMode, actor: Actor): Promise<ImportJob> {
    const { name } = await this.destinations.get(destinationId);
    const now = await this.database.now();
    const job = newImport({ id: destinationId, name }, mode, actor.name, now);
    const ask = async (): Promise<void> => {
      await this.refuseWhileActive(job);
      await this.database.write(async (manager) => {
        await manager.insert(ImportJob, job);
        const object = { type: 'destination', id: destinationId, name };
        await this.audit.record(manager, { actor, action: 'destination.import', object, detail: { mode } });
      });
    };
    await ask().catch((error: unknown) => {
      // Somebody else asked at the same moment: now it is seen.
      if (!isDuplicate(error)) throw error;
      return ask();
    });
    this.task.wake();
    return job;
  }

  /** The newest first, at most 50. @throws ApiError DESTINATION_NOT_FOUND */
  async list(destinationId: string): Promise<ImportJob[]> {
    await this.destinations.get(destinationId);
    return this.database.read.find(ImportJob, {
      where: { destinationId },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: 50,
    });
  }

  /** @throws ApiError IMPORT_NOT_FOUND */
  async get(destinationId: string, id: string): Promise<ImportJob> {
    const job = await this.database.read.findOneBy(ImportJob, { id, destinationId });
    if (job === null) {
      throw fail('IMPORT_NOT_FOUND', 'The destination has no import with this id.', {
        nextStep: 'Look it up in the list of its imports.',
      });
    }
    return job;
  }

  /** @throws ApiError IMPORT_NOT_FOUND */
  async items(destinationId: string, id: string, { kind, ...page }: ImportItemQueryDto): Promise<ImportItemPageDto> {
    await this.get(destinationId, id);
    const where = { jobId: id, ...(kind === undefined ? {} : { kind }) };
    return mapPage(await pageOf(this.database.read, ImportItem, page, { where }), toImportItemDto);
  }

  /** @throws ApiError IMPORT_NOT_FOUND, IMPORT_ENDED */
  async cancel(destinationId: string, id: string, actor: Actor): Promise<ImportJob> {
    const { destinationName: name } = await this.get(destinationId, id);
    const now = await this.database.now();
    await this.database.write(async (manager) => {
      const ended = { status: 'cancelled', cancelRequested: true, finishedAt: now } as const;
      const waiting = await manager.update(ImportJob, { id, status: 'queued' }, ended);
      const asked =
        waiting.affected === 1
          ? waiting
          : await manager.update(ImportJob, { id, status: 'running' }, { cancelRequested: true });
      if (asked.affected !== 1) {
        const { status } = await manager.findOneByOrFail(ImportJob, { id });
        throw fail('IMPORT_ENDED', 'This import has ended already.', { more: { state: status } });
      }
      const object = { type: 'destination', id: destinationId, name };
      await this.audit.record(manager, { actor, action: 'destination.import.cancel', object });
    });
    return this.get(destinationId, id);
  }

  private async refuseWhileActive({ destinationId, destinationName }: ImportJob): Promise<void> {
    const live = await this.database.read.findOneBy(ImportJob, { destinationId, status: In(['queued', 'running']) });
    if (live === null) return;
    throw fail('IMPORT_ACTIVE', `${destinationName} is being looked through already.`, {
      nextStep: 'Wait until that has ended, or cancel it.',
      more: { jobId: live.id, state: live.status },
    });
  }
}

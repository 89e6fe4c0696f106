import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In, IsNull, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { Database } from '../../database/database';
import { ProjectUsers } from '../../projects/project-users';
import { DestinationUsers, type CopyChoice, type DestinationUse } from '../../storage/destination-users';
import { Backup, liveStatuses } from '../backup.entity';
import { BackupCopy } from '../backup-copy.entity';
import { DatabaseClock } from '../transitions/database-clock';

/** Tells projects and destinations what of theirs backups use. */
@Injectable()
export class UsesOfBackups implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly projects: ProjectUsers,
    private readonly destinations: DestinationUsers,
  ) {}

  onModuleInit(): void {
    this.projects.register({ name: 'backups', liveRuns: (id) => this.liveRuns(id) });
    this.destinations.register({
      uses: (id, manager) => this.uses(id, manager),
      letGo: (manager, id, choice) => this.letGo(manager, id, choice),
    });
  }

  private async liveRuns(projectId: string): Promise<string[]> {
    const where = { projectId, status: In([...liveStatuses]) };
    const runs = await this.database.read.find(Backup, { select: { id: true }, where });
    return runs.map(({ id }) => id);
  }

  private async uses(destinationId: string, manager: EntityManager): Promise<DestinationUse> {
    const count = (statuses: BackupCopy['status'][]): Promise<number> =>
      manager.countBy(BackupCopy, { destinationId, status: In(statuses) });
    const leased = await manager
      .createQueryBuilder(BackupCopy, 'c')
      .where('c.destinationId = :destinationId', { destinationId })
      .andWhere('EXISTS (SELECT 1 FROM copy_leases l WHERE l.copy_id = c.id AND l.until > :now)', {
        now: await this.clock.now(manager),
      })
      .getCount();
    return {
      live: (await count(['pending', 'uploading'])) + leased,
      stored: await count(['stored', 'damaged', 'delete_pending']),
      locked: await manager
        .createQueryBuilder(BackupCopy, 'c')
        .innerJoin('backups', 'b', 'b.id = c.backupId')
        .where("c.destinationId = :destinationId AND c.status IN ('stored', 'damaged')", { destinationId })
        .andWhere('b.locked = :yes', { yes: true })
        .getCount(),
      leftovers: await manager.countBy(BackupCopy, leftoversAt(destinationId)),
    };
  }

  private async letGo(manager: EntityManager, destinationId: string, choice: CopyChoice): Promise<void> {
    const lying = { destinationId, status: In(['stored', 'damaged', 'delete_pending']) };
    switch (choice) {
      case 'keep':
        await manager.update(BackupCopy, lying, { status: 'missing', ...forgotten });
        return;
      case 'delete':
        await manager.update(BackupCopy, lying, { status: 'delete_pending', retryAt: null, failures: 0 });
        await manager.update(BackupCopy, leftoversAt(destinationId), { retryAt: await this.clock.now(manager) });
    }
  }
}

/** What `sweep/leftovers.ts` looks after. */
const leftoversAt = (destinationId: string): FindOptionsWhere<BackupCopy> => ({
  destinationId,
  status: In(['failed', 'deleted']),
  uploadState: Not(IsNull()),
});

const forgotten = {
  errorCode: 'DESTINATION_REMOVED',
  errorText: 'Its destination was removed from Stowbase; the file is still there.',
  retryAt: null,
} as const;

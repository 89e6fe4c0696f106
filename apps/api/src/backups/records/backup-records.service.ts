import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { Backup } from '../backup.entity';
import { fail } from './backups.errors';

/** The backups as other features need them. */
@Injectable()
export class BackupRecords {
  constructor(private readonly database: Database) {}

  /** Also one that was deleted: its row stays. @throws ApiError `BACKUP_NOT_FOUND` */
  async get(id: string): Promise<Backup> {
    const backup = await this.database.read.findOneBy(Backup, { id });
    if (backup === null) {
      throw fail('BACKUP_NOT_FOUND', 'There is no backup with this id.', {
        nextStep: 'Look it up in the list of backups.',
      });
    }
    return backup;
  }
}

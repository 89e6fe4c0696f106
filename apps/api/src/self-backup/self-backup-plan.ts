import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { RecoveryKey } from '../backups/recovery-key.entity';
import { allProjects } from '../backups/recovery-keys/recovery-keys.service';
import { Database } from '../database/database';
import type { ApiError } from '../errors/api-error';
import { Destination } from '../storage/destination.entity';
import { fail } from './self-backup.errors';
import { readSelfBackupSettings, type SelfBackupSettings } from './self-backup-settings';

export interface SelfBackupPlan {
  readonly settings: SelfBackupSettings;
  readonly destinations: readonly Pick<Destination, 'id' | 'name'>[];
  readonly keys: readonly Pick<RecoveryKey, 'name' | 'recipient'>[];
  /** Null: it can be made. */
  readonly problem: ApiError | null;
}

/** Where a backup of the records would go now, and to whom it would be encrypted. */
@Injectable()
export class SelfBackupPlans {
  constructor(private readonly database: Database) {}

  async now(): Promise<SelfBackupPlan> {
    const { read } = this.database;
    const settings = await readSelfBackupSettings(read);
    const { destinationIds } = settings;
    const destinations = await read.find(Destination, {
      where: {
        enabled: true,
        closing: false,
        ...(destinationIds === null ? {} : { id: In([...destinationIds]) }),
      },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: 20,
    });
    const keys = await read.find(RecoveryKey, {
      where: { scope: allProjects, enabled: true, provenAt: Not(IsNull()) },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return { settings, destinations, keys, problem: problemOf(settings, destinations, keys) };
  }
}

function problemOf(
  { allowUnencrypted }: SelfBackupSettings,
  destinations: readonly unknown[],
  keys: readonly unknown[],
): ApiError | null {
  if (destinations.length === 0) {
    return fail(
      'SELF_BACKUP_NO_DESTINATION',
      'There is no enabled destination that the records could be backed up to.',
      {
        nextStep: 'Create or enable a destination, or choose another one.',
      },
    );
  }
  if (keys.length > 0 || allowUnencrypted) return null;
  return fail(
    'SELF_BACKUP_NEEDS_KEY',
    'The records are not backed up: there is no proven recovery key for all projects that they could be encrypted to.',
    {
      nextStep:
        'Add a recovery key and prove it; or allow it without encryption, and keep the key of the service yourself.',
    },
  );
}

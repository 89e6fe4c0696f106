import type { Provider, Type } from '@nestjs/common';
import { BackupAnnouncer } from './backup-announcer';
import { BackupList } from './backup-list';
import { BackupRecords } from './backup-records.service';
import { BackupRequests } from './backup-requests';
import { BackupsController } from './backups.controller';
import { KeptBecause } from './kept-because';
import { UsesOfBackups } from './uses-of-backups';

export const recordsControllers: Type[] = [BackupsController];

export const recordsProviders: Provider[] = [
  BackupAnnouncer,
  BackupList,
  BackupRecords,
  BackupRequests,
  KeptBecause,
  UsesOfBackups,
];

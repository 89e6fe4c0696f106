import type { Provider, Type } from '@nestjs/common';
import { BackupRecords } from './backup-records.service';

export const recordsControllers: Type[] = [];

export const recordsProviders: Provider[] = [BackupRecords];

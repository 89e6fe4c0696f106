import type { Provider } from '@nestjs/common';
import { RUN_HANDLER } from '../queue/run-queue';
import { BackupRunner } from './backup-runner';
import { EndOfRun } from './end-of-run';

export const runnerProviders: Provider[] = [
  EndOfRun,
  BackupRunner,
  { provide: RUN_HANDLER, useExisting: BackupRunner },
];

import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BackupsModule } from '../backups/backups.module';
import { ProjectsModule } from '../projects/projects.module';
import { StorageModule } from '../storage/storage.module';
import { CopyDownloads } from './copy-downloads';
import { CopyLinks } from './copy-links';
import { DirectBackups } from './direct-backups';
import { DOWNLOAD_LIMITS, standardLimits } from './download-limits';
import { DownloadLinks } from './download-links';
import { DownloadsController } from './downloads.controller';

/** Backups into browsers and other clients: stored ones, and straight from the database. */
@Module({
  imports: [AccountsModule, BackupsModule, ProjectsModule, StorageModule],
  controllers: [DownloadsController],
  providers: [
    CopyDownloads,
    CopyLinks,
    DirectBackups,
    DownloadLinks,
    { provide: DOWNLOAD_LIMITS, useFactory: () => ({ ...standardLimits }) },
  ],
})
export class DownloadsModule {}

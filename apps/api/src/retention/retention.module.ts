import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BackupsModule } from '../backups/backups.module';
import { ProjectsModule } from '../projects/projects.module';
import { StorageModule } from '../storage/storage.module';
import { Approvals } from './approvals/approvals';
import { ApprovalsController } from './approvals/approvals.controller';
import { Assignments } from './assign/assignments';
import { ChangedRules } from './changed-rules';
import { ClockWatch } from './clock-watch';
import { KeptCopies } from './kept-copies';
import { ManualRules } from './manual/manual-rules';
import { Previews } from './preview/previews';
import { pruneProviders } from './prune/prune.providers';
import { RetentionChanges } from './retention-changes';
import { RetentionController } from './retention.controller';

/** How long backups are kept, and who has to agree before many go. */
@Module({
  imports: [AccountsModule, BackupsModule, ProjectsModule, StorageModule],
  controllers: [ApprovalsController, RetentionController],
  providers: [
    Approvals,
    Assignments,
    ChangedRules,
    ClockWatch,
    KeptCopies,
    ManualRules,
    Previews,
    RetentionChanges,
    ...pruneProviders,
  ],
  exports: [RetentionChanges],
})
export class RetentionModule {}

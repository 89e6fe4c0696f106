import { Module, type Provider, type Type } from '@nestjs/common';
import { copiesControllers, copiesProviders } from './copies/copies.providers';
import { contentsControllers, contentsProviders } from './contents/contents.providers';
import { leftoversControllers, leftoversProviders } from './leftovers/leftovers.providers';
import { leasesProviders } from './leases/leases.providers';
import { logControllers, logProviders } from './log/log.providers';
import { progressProviders } from './progress/progress.providers';
import { queueProviders } from './queue/queue.providers';
import { recordsControllers, recordsProviders } from './records/records.providers';
import { recoveryKeysControllers, recoveryKeysProviders } from './recovery-keys/recovery-keys.providers';
import { runnerProviders } from './runner/runner.providers';
import { sweepProviders } from './sweep/sweep.providers';
import { AccountsModule } from '../accounts/accounts.module';
import { OutgoingModule } from '../outgoing/outgoing.module';
import { ProjectsModule } from '../projects/projects.module';
import { StorageModule } from '../storage/storage.module';
import { transitionsProviders } from './transitions/transitions.providers';

const controllers: Type[] = [
  ...contentsControllers,
  ...copiesControllers,
  ...leftoversControllers,
  ...logControllers,
  ...recordsControllers,
  ...recoveryKeysControllers,
];

/** One list a folder. */
const providers: Provider[] = [
  ...contentsProviders,
  ...copiesProviders,
  ...leasesProviders,
  ...leftoversProviders,
  ...logProviders,
  ...progressProviders,
  ...queueProviders,
  ...recordsProviders,
  ...recoveryKeysProviders,
  ...runnerProviders,
  ...sweepProviders,
  ...transitionsProviders,
];

/** What was saved, and when. */
@Module({
  imports: [AccountsModule, OutgoingModule, ProjectsModule, StorageModule],
  controllers,
  providers,
  exports: providers,
})
export class BackupsModule {}

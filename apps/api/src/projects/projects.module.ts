import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { OutgoingModule } from '../outgoing/outgoing.module';
import { BulkAdd } from './bulk-add';
import { ProjectChanges } from './project-changes';
import { ProjectDoctor } from './project-doctor';
import { ProjectUsers } from './project-users';
import { ProjectsController } from './projects.controller';
import { Projects } from './projects.service';

/** The databases to protect. */
@Module({
  imports: [AccountsModule, OutgoingModule],
  controllers: [ProjectsController],
  providers: [Projects, ProjectChanges, ProjectDoctor, ProjectUsers, BulkAdd],
  exports: [Projects, ProjectUsers],
})
export class ProjectsModule {}

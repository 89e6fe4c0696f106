import { Module } from '@nestjs/common';
import { BackupsModule } from '../backups/backups.module';
import { DashboardController } from './dashboard.controller';
import { Dashboard } from './dashboard.service';
import { History } from './history';
import { FactsOfProjects } from './project-facts';

/** How all projects are. */
@Module({
  imports: [BackupsModule],
  controllers: [DashboardController],
  providers: [Dashboard, FactsOfProjects, History],
  exports: [FactsOfProjects],
})
export class DashboardModule {}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../accounts/access';
import { Database } from '../database/database';
import { DashboardDto, DashboardQueryDto, SummaryDto } from './dashboard.dto';
import { Dashboard } from './dashboard.service';

@ApiTags('dashboard')
@Controller()
export class DashboardController {
  constructor(
    private readonly dashboard: Dashboard,
    private readonly database: Database,
  ) {}

  /** Reads how every project is, with its last 30 days, and every destination. Fetch it again when the stream says that a run has ended. */
  @Get('dashboard')
  @Access('viewer')
  async getDashboard(@Query() { timeZone = 'UTC' }: DashboardQueryDto): Promise<DashboardDto> {
    return this.dashboard.whole(timeZone, await this.database.now());
  }

  /** Reads the verdict and what runs: for pages in the background, once a minute. It is no use of the login session. */
  @Get('summary')
  @Access('viewer', { background: true })
  async getSummary(): Promise<SummaryDto> {
    return this.dashboard.summary(await this.database.now());
  }
}

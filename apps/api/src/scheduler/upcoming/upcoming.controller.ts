import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../../accounts/access';
import { Database } from '../../database/database';
import { UpcomingDto, UpcomingQueryDto } from './upcoming.dto';
import { Upcoming } from './upcoming.service';

@ApiTags('schedules')
@Controller('schedules')
export class UpcomingController {
  constructor(
    private readonly upcoming: Upcoming,
    private readonly database: Database,
  ) {}

  /** How many backups are due on each of the next days. */
  @Get('upcoming')
  @Access('viewer')
  async getUpcomingRuns(@Query() { timeZone = 'UTC', project }: UpcomingQueryDto): Promise<UpcomingDto> {
    return this.upcoming.of({ zone: timeZone, projectId: project?.toLowerCase() }, await this.database.now());
  }
}

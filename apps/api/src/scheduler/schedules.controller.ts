import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../accounts/access';
import { Database } from '../database/database';
import { mapPage, pageOf } from '../paging/page-of';
import { PageQueryDto } from '../paging/page-query.dto';
import { toOptionsDto } from '../projects/project.mapper';
import { ScheduleDto, SchedulePageDto } from './schedule.dto';
import { Schedule } from './schedule.entity';

@ApiTags('schedules')
@Controller('schedules')
export class SchedulesController {
  constructor(private readonly database: Database) {}

  /** Lists schedules, the newest first. */
  @Get()
  @Access('viewer')
  async listSchedules(@Query() query: PageQueryDto): Promise<SchedulePageDto> {
    return mapPage(await pageOf(this.database.read, Schedule, query), toScheduleDto);
  }
}

function toScheduleDto({
  id,
  name,
  projectId,
  destinationIds,
  type,
  options,
  cron,
  timeZone,
  ...rest
}: Schedule): ScheduleDto {
  const { enabled, dueAt, version, createdAt, updatedAt } = rest;
  const what = { id, name, projectId, destinationIds, type, options: toOptionsDto(options) };
  return { ...what, cron, timeZone, enabled, dueAt, version, createdAt, updatedAt };
}

import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../accounts/access';
import { BackupDto } from '../backups/records/backup.dto';
import { CONFIG, type Config } from '../config/config';
import { IdPipe } from '../http/id.pipe';
import { timeZones } from './cron/zones';
import { egressQuota, planNames } from './cost/plans';
import { presets } from './presets';
import { SchedulePresetsDto } from './presets.dto';
import { PreviewScheduleDto, SchedulePreviewDto } from './preview/preview.dto';
import { Previews } from './preview/previews.service';
import { RunNow } from './run-now.service';
import { CreateScheduleDto, UpdateScheduleDto } from './save-schedule.dto';
import { ScheduleChanges } from './schedule-changes.service';
import { ScheduleDto, SchedulePageDto, ScheduleQueryDto } from './schedule.dto';
import { Schedules } from './schedules.service';

@ApiTags('schedules')
@Controller('schedules')
export class SchedulesController {
  constructor(
    private readonly schedules: Schedules,
    private readonly changes: ScheduleChanges,
    private readonly previews: Previews,
    private readonly runNow: RunNow,
    @Inject(CONFIG) private readonly config: Pick<Config, 'minScheduleMinutes'>,
  ) {}

  /** Lists schedules, the newest first. */
  @Get()
  @Access('viewer')
  listSchedules(@Query() query: ScheduleQueryDto): Promise<SchedulePageDto> {
    return this.schedules.page(query);
  }

  /** Stores a schedule; its first backup is at its next time. */
  @Post()
  @Access('owner')
  async createSchedule(@Body() body: CreateScheduleDto, @CurrentActor() actor: Actor): Promise<ScheduleDto> {
    return this.schedules.dto(await this.changes.create(body, actor));
  }

  /** What a form offers: presets, plans, time zones. */
  @Get('presets')
  @Access('viewer')
  getSchedulePresets(): SchedulePresetsDto {
    return {
      presets: presets.map((preset) => ({ ...preset })),
      plans: planNames.map((plan) => ({ plan, egressBytes: egressQuota[plan] })),
      timeZones: timeZones(),
      minMinutes: this.config.minScheduleMinutes,
    };
  }

  /** What a schedule that isn't saved would do, and cost; changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Access('viewer')
  previewSchedule(@Body() body: PreviewScheduleDto): Promise<SchedulePreviewDto> {
    return this.previews.of(body);
  }

  @Get(':id')
  @Access('viewer')
  async getSchedule(@Param('id', IdPipe) id: string): Promise<ScheduleDto> {
    return this.schedules.dto(await this.schedules.get(id));
  }

  /** Changes what is given; with another rule, zone or window only times from now on count. */
  @Patch(':id')
  @Access('owner')
  async updateSchedule(
    @Param('id', IdPipe) id: string,
    @Body() body: UpdateScheduleDto,
    @CurrentActor() actor: Actor,
  ): Promise<ScheduleDto> {
    return this.schedules.dto(await this.changes.update(id, body, actor));
  }

  /** Its backups stay. */
  @Delete(':id')
  @HttpCode(204)
  @Access('owner')
  async deleteSchedule(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.changes.delete(id, actor);
  }

  /** Nothing begins by it until it is resumed. */
  @Post(':id/pause')
  @HttpCode(200)
  @Access('operator')
  async pauseSchedule(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<ScheduleDto> {
    return this.schedules.dto(await this.changes.pause(id, actor));
  }

  /** From its next time on; what was due meanwhile is not made up for. */
  @Post(':id/resume')
  @HttpCode(200)
  @Access('operator')
  async resumeSchedule(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<ScheduleDto> {
    return this.schedules.dto(await this.changes.resume(id, actor));
  }

  /** Asks for a backup as the schedule makes them, beside its times. With the same `Idempotency-Key` the same backup is answered for a day. */
  @Post(':id/run')
  @HttpCode(202)
  @Access('operator')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 200 visible ASCII characters.' })
  runSchedule(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<BackupDto> {
    return this.runNow.start(id, actor, key);
  }
}

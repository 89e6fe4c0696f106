import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../accounts/access';
import { IdPipe } from '../http/id.pipe';
import { AssignBackupsDto, AssignedDto } from './assign/assign.dto';
import { Assignments } from './assign/assignments';
import { ManualRuleDto, ManualRuleListDto, SaveManualRuleDto } from './manual/manual-rule.dto';
import { ManualRules } from './manual/manual-rules';
import {
  PreviewManualRetentionDto,
  PreviewRetentionDto,
  PreviewRetentionQueryDto,
  RetentionPreviewDto,
} from './preview/preview.dto';
import { Previews } from './preview/previews';

@ApiTags('retention')
@Controller('retention')
export class RetentionController {
  constructor(
    private readonly previews: Previews,
    private readonly rules: ManualRules,
    private readonly assignments: Assignments,
  ) {}

  /** What the rule of a schedule keeps and deletes: today's copies, each with its reasons, and twelve months to come. */
  @Get('preview')
  @Access('viewer')
  previewStoredRetention(@Query() { schedule }: PreviewRetentionQueryDto): Promise<RetentionPreviewDto> {
    return this.previews.ofStored(schedule);
  }

  /** The same of a rule that isn't saved yet. */
  @Post('preview')
  @HttpCode(200)
  @Access('viewer')
  previewRetention(@Body() body: PreviewRetentionDto): Promise<RetentionPreviewDto> {
    return this.previews.ofSchedule(body);
  }

  /** The same of a rule for backups that people and tokens ask for. */
  @Post('preview/manual')
  @HttpCode(200)
  @Access('viewer')
  previewManualRetention(@Body() body: PreviewManualRetentionDto): Promise<RetentionPreviewDto> {
    return this.previews.ofManual(body);
  }

  /** How long backups of a project that people and tokens ask for are kept. */
  @Get('projects/:id')
  @Access('viewer')
  async listManualRules(@Param('id', IdPipe) id: string): Promise<ManualRuleListDto> {
    return { items: await this.rules.list(id) };
  }

  /** Says it. With the list of its preview exactly that is deleted. */
  @Put('projects/:id')
  @Access('owner')
  saveManualRule(
    @Param('id', IdPipe) id: string,
    @Body() body: SaveManualRuleDto,
    @CurrentActor() actor: Actor,
  ): Promise<ManualRuleDto> {
    return this.rules.save(id, body, actor);
  }

  /** Lets the rule of a schedule count for backups that were imported, or whose schedule is gone. */
  @Post('assign')
  @HttpCode(200)
  @Access('owner')
  async assignBackups(
    @Body() { backupIds, scheduleId }: AssignBackupsDto,
    @CurrentActor() actor: Actor,
  ): Promise<AssignedDto> {
    const ids = backupIds.map((id) => id.toLowerCase());
    return { assigned: await this.assignments.assign(ids, scheduleId?.toLowerCase() ?? null, actor) };
  }
}

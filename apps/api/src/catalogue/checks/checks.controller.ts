import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { auditChanges } from '../../accounts/audit/audit-changes';
import { Database } from '../../database/database';
import { writeSetting } from '../../database/stored-setting';
import { IdPipe } from '../../http/id.pipe';
import { CheckBackupDto, CheckListDto, CheckSettingsDto, UpdateCheckSettingsDto } from './check.dto';
import { toCheckDto } from './check.mapper';
import { CheckRequests } from './check-requests';
import { checkSettingsId, readCheckSettings } from './check-settings';
import { copiesToCheck } from './due-copies';

@ApiTags('backups')
@Controller()
export class ChecksController {
  constructor(
    private readonly database: Database,
    private readonly requests: CheckRequests,
    private readonly audit: AuditLog,
  ) {}

  /** Reads stored copies again and compares every hash, as soon as their turn comes. */
  @Post('backups/:id/check')
  @HttpCode(202)
  @Access('operator')
  async checkBackup(
    @Param('id', IdPipe) id: string,
    @Body() body: CheckBackupDto,
    @CurrentActor() actor: Actor,
  ): Promise<CheckListDto> {
    return { items: (await this.requests.ask(id, body, actor)).map(toCheckDto) };
  }

  /** Lists how often copies of a backup were read again, and what was found; the newest first. */
  @Get('backups/:id/checks')
  @Access('viewer')
  async listChecks(@Param('id', IdPipe) id: string): Promise<CheckListDto> {
    return { items: (await this.requests.list(id)).map(toCheckDto) };
  }

  /** How often stored copies are read again by themselves, and how many are due. */
  @Get('system/checks')
  @ApiTags('system')
  @Access('viewer')
  async getCheckSettings(): Promise<CheckSettingsDto> {
    const settings = await readCheckSettings(this.database.read);
    const counts = await copiesToCheck(this.database.read, settings.everyDays, await this.database.now());
    return { ...settings, ...counts };
  }

  /** Changes what is given. */
  @Patch('system/checks')
  @ApiTags('system')
  @Access('owner')
  async updateCheckSettings(
    @Body() body: UpdateCheckSettingsDto,
    @CurrentActor() actor: Actor,
  ): Promise<CheckSettingsDto> {
    const now = await this.database.now();
    await this.database.write(async (manager) => {
      const before = await readCheckSettings(manager);
      const after = { ...before, ...body };
      await writeSetting(manager, checkSettingsId, after, now);
      const detail = { changes: auditChanges({ ...before }, { ...after }) };
      await this.audit.record(manager, { actor, action: 'settings.checks', detail });
    });
    return this.getCheckSettings();
  }
}

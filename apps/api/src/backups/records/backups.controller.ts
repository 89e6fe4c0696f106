import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { IdPipe } from '../../http/id.pipe';
import type { Backup } from '../backup.entity';
import { RunTransitions } from '../transitions/run-transitions';
import {
  BackupDto,
  BackupPageDto,
  BackupQueryDto,
  CreateBackupDto,
  DeleteBackupQueryDto,
  UpdateBackupDto,
} from './backup.dto';
import { toBackupDto } from './backup.mapper';
import { BackupList } from './backup-list';
import { BackupRecords } from './backup-records.service';
import { BackupRequests } from './backup-requests';
import { KeptBecause } from './kept-because';
import { idempotencyOf } from './idempotency';

@ApiTags('backups')
@Controller('backups')
export class BackupsController {
  constructor(
    private readonly transitions: RunTransitions,
    private readonly requests: BackupRequests,
    private readonly records: BackupRecords,
    private readonly list: BackupList,
    private readonly kept: KeptBecause,
  ) {}

  /** Lists backups, the newest first. */
  @Get()
  @Access('viewer')
  listBackups(@Query() query: BackupQueryDto): Promise<BackupPageDto> {
    return this.list.page(query);
  }

  /**
   * Asks for a backup; it is run as soon as its turn comes. One project has one at a time. With the same `Idempotency-Key` and body the
   * same backup is answered for a day.
   */
  @Post()
  @HttpCode(202)
  @Access('operator')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 200 visible ASCII characters.' })
  async createBackup(
    @Body() body: CreateBackupDto,
    @CurrentActor() actor: Actor,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<BackupDto> {
    const idempotency = idempotencyOf(key, actor, 'POST /backups', body);
    const run = await this.requests.toDestinations(body, actor);
    return this.dto(await this.transitions.enqueue({ ...run, ...idempotency }));
  }

  @Get(':id')
  @Access('viewer')
  async getBackup(@Param('id', IdPipe) id: string): Promise<BackupDto> {
    return this.dto(await this.records.get(id));
  }

  /** Changes what is given. */
  @Patch(':id')
  @Access('operator')
  async updateBackup(
    @Param('id', IdPipe) id: string,
    @Body() body: UpdateBackupDto,
    @CurrentActor() actor: Actor,
  ): Promise<BackupDto> {
    return this.dto(await this.records.update(id, body, actor));
  }

  /**
   * Deletes its copies at their destinations, soon after; the record stays. While one lies where Stowbase deletes nothing it needs
   * `copies=keep`: the file stays there and is forgotten. The last good backup of a project needs its name as `confirm`.
   */
  @Delete(':id')
  @HttpCode(202)
  @Access('owner')
  async deleteBackup(
    @Param('id', IdPipe) id: string,
    @Query() query: DeleteBackupQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<BackupDto> {
    await this.records.delete(id, actor, query);
    return this.dto(await this.records.get(id));
  }

  /** 200: it is cancelled. 202: it is being stopped. 409: it is finishing, or has ended. */
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOkResponse({ description: 'It is cancelled.', type: BackupDto })
  @ApiAcceptedResponse({ description: 'It is being stopped.', type: BackupDto })
  @Access('operator')
  async cancelBackup(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BackupDto> {
    const result = await this.transitions.requestCancel(id, actor);
    if (result === 'requested') response.status(HttpStatus.ACCEPTED);
    return this.dto(await this.records.get(id));
  }

  private async dto(backup: Backup): Promise<BackupDto> {
    const copies = await this.list.copiesOf([backup.id]);
    return toBackupDto(backup, copies.get(backup.id) ?? [], await this.kept.of(backup));
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { Database } from '../../database/database';
import { IdPipe } from '../../http/id.pipe';
import { mapPage, pageOf } from '../../paging/page-of';
import { RecoveryKey } from '../recovery-key.entity';
import { RecoveryKeyChanges } from './recovery-key-changes';
import {
  CreateRecoveryKeyDto,
  ProveRecoveryKeyDto,
  RecoveryKeyDto,
  RecoveryKeyPageDto,
  RecoveryKeyQueryDto,
  UnprovenRecoveryKeyDto,
  UpdateRecoveryKeyDto,
} from './recovery-key.dto';
import { toRecoveryKeyDto, toUnprovenDto } from './recovery-key.mapper';
import { RecoveryKeys } from './recovery-keys.service';

@ApiTags('recovery keys')
@Controller('recovery-keys')
export class RecoveryKeysController {
  constructor(
    private readonly database: Database,
    private readonly keys: RecoveryKeys,
    private readonly changes: RecoveryKeyChanges,
  ) {}

  /** Lists the public keys that backups are encrypted to, the newest first. */
  @Get()
  @Access('viewer')
  async listRecoveryKeys(@Query() { projectId, ...page }: RecoveryKeyQueryDto): Promise<RecoveryKeyPageDto> {
    const where = projectId === undefined ? {} : { projectId: projectId.toLowerCase() };
    return mapPage(await pageOf(this.database.read, RecoveryKey, page, { where }), toRecoveryKeyDto);
  }

  /** Adds a public key and gives a text encrypted to it; the key is used once that was opened (`prove`). */
  @Post()
  @Access('owner')
  async createRecoveryKey(
    @Body() body: CreateRecoveryKeyDto,
    @CurrentActor() actor: Actor,
  ): Promise<UnprovenRecoveryKeyDto> {
    const { key, proof } = await this.changes.create(body, actor);
    return toUnprovenDto(key, proof);
  }

  @Get(':id')
  @Access('viewer')
  async getRecoveryKey(@Param('id', IdPipe) id: string): Promise<RecoveryKeyDto> {
    return toRecoveryKeyDto(await this.keys.get(id));
  }

  /** Renames a key, or switches it on or off for new backups. */
  @Patch(':id')
  @Access('owner')
  async updateRecoveryKey(
    @Param('id', IdPipe) id: string,
    @Body() body: UpdateRecoveryKeyDto,
    @CurrentActor() actor: Actor,
  ): Promise<RecoveryKeyDto> {
    return toRecoveryKeyDto(await this.changes.update(id, body, actor));
  }

  /** Removes a key. Backups that are encrypted to it can still be opened with its private key, and only with that. */
  @Delete(':id')
  @HttpCode(204)
  @Access('owner')
  async deleteRecoveryKey(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.changes.delete(id, actor);
  }

  /** Gives another text to prove an unproven key with; the one before is void. */
  @Post(':id/proof')
  @Access('owner')
  async renewRecoveryKeyProof(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
  ): Promise<UnprovenRecoveryKeyDto> {
    const { key, proof } = await this.changes.renewProof(id, actor);
    return toUnprovenDto(key, proof);
  }

  /** Enables a key by the text of its proof. From then on backups of the service go to it too, with the key that opens every stored password. */
  @Post(':id/prove')
  @HttpCode(200)
  @Access('owner', { sessionOnly: true })
  async proveRecoveryKey(
    @Param('id', IdPipe) id: string,
    @Body() body: ProveRecoveryKeyDto,
    @CurrentActor() actor: Actor,
  ): Promise<RecoveryKeyDto> {
    return toRecoveryKeyDto(await this.changes.prove(id, body, actor));
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { In, IsNull, Not } from 'typeorm';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { Database } from '../../database/database';
import { IdPipe } from '../../http/id.pipe';
import { Destinations } from '../../storage/destinations.service';
import { BackupCopy } from '../backup-copy.entity';
import {
  KnownLeftoverListDto,
  OldLeftoverListDto,
  RemovedLeftoversDto,
  RemoveLeftoversDto,
  type KnownLeftoverDto,
} from './leftovers.dto';
import { OldLeftovers } from './old-leftovers';

@ApiTags('storage')
@Controller('storage/destinations')
export class LeftoversController {
  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly old: OldLeftovers,
  ) {}

  /** What uploads of this service left there, and is still to be removed by itself. */
  @Get(':id/leftovers')
  @Access('viewer')
  async listLeftovers(@Param('id', IdPipe) id: string): Promise<KnownLeftoverListDto> {
    await this.destinations.get(id);
    const rows = await this.database.read.find(BackupCopy, {
      where: { destinationId: id, status: In(['failed', 'deleted']), uploadState: Not(IsNull()) },
      order: { retryAt: 'ASC', id: 'ASC' },
      take: 200,
    });
    return { items: rows.map(toKnown) };
  }

  /**
   * Looks for old leftovers that no record names, also those of another installation: by name and older than 7 days. Lists the whole
   * destination, and removes nothing.
   */
  @Post(':id/leftovers/search')
  @HttpCode(200)
  @Access('owner')
  searchLeftovers(
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OldLeftoverListDto> {
    return this.old.search(id, goneWith(response));
  }

  /** Removes exactly those that the search listed and that are still as they were. */
  @Post(':id/leftovers/remove')
  @HttpCode(200)
  @Access('owner')
  async removeLeftovers(
    @Param('id', IdPipe) id: string,
    @Body() { items }: RemoveLeftoversDto,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RemovedLeftoversDto> {
    return { items: await this.old.remove(id, items, actor, goneWith(response)) };
  }
}

/** Aborted when whoever asked has closed the connection: nobody waits for the end of a long list then. */
function goneWith(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

const toKnown = ({ backupId, key, errorCode: code, errorText, failures, retryAt }: BackupCopy): KnownLeftoverDto => ({
  backupId,
  key,
  error: code === null ? null : { code, text: errorText ?? '', nextStep: null },
  failures,
  retryAt,
});

import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Access } from '../../accounts/access';
import { IdPipe } from '../../http/id.pipe';
import { liveStatuses, type Backup } from '../backup.entity';
import { BackupRecords } from '../records/backup-records.service';
import { BackupContentsDto, ContentsQueryDto } from './backup-contents.dto';
import { BackupCoverageDto } from './backup-coverage.dto';
import type { ContentsSummary } from './contents-summary';
import { fail } from './contents.errors';
import { toContentsDto, toCoverageDto } from './contents.mapper';
import { encrypted, FullContents } from './full-contents';

@ApiTags('backups')
@Controller('backups')
export class ContentsController {
  constructor(
    private readonly records: BackupRecords,
    private readonly full: FullContents,
  ) {}

  /** Says what is inside a backup: components, tables, limits with the statements that set them again, warnings, gaps. */
  @Get(':id/contents')
  @Access('viewer')
  @ApiOkResponse({ type: BackupContentsDto })
  async getBackupContents(
    @Param('id', IdPipe) id: string,
    @Query() query: ContentsQueryDto,
    @Res() response: Response,
  ): Promise<void> {
    const summary = summaryIn(await this.records.get(id));
    if (query.full !== '1') {
      response.json(toContentsDto(id, summary));
      return;
    }
    if (summary.encrypted) throw encrypted();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      await this.full.read(id, gone.signal, async (size, bytes) => {
        response.set({ 'content-type': 'application/json; charset=utf-8', 'content-length': String(size) });
        await pipeline(Readable.from(bytes), response);
      });
    } catch (error) {
      // Half-way the pipeline has destroyed the response: with its length given, nobody takes the part for the whole.
      if (!response.headersSent && !response.destroyed) throw error;
    }
  }

  /** Says part by part what is inside a backup, what is not, why, and what to do about it. */
  @Get(':id/coverage')
  @Access('viewer')
  async getBackupCoverage(@Param('id', IdPipe) id: string): Promise<BackupCoverageDto> {
    return toCoverageDto(id, summaryIn(await this.records.get(id)));
  }
}

function summaryIn({ contents, status }: Backup): ContentsSummary {
  // Only the runner writes it, by `summaryOf`.
  if (contents !== null) return contents as ContentsSummary;
  throw liveStatuses.includes(status)
    ? fail('CONTENTS_UNKNOWN', 'What is inside is known when the backup is complete.', {
        nextStep: 'Wait for its end; its log and its progress tell how far it is.',
      })
    : fail('CONTENTS_UNKNOWN', 'This backup has no archive, so nothing is inside.', {
        nextStep: 'Its log tells why; take another backup.',
      });
}

import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MoreThan } from 'typeorm';
import { Access } from '../../accounts/access';
import { Database } from '../../database/database';
import { IdPipe } from '../../http/id.pipe';
import { readCursor, toCursor } from '../../paging/cursor';
import { PageQueryDto } from '../../paging/page-query.dto';
import { BackupRecords } from '../records/backup-records.service';
import { RunLogLine } from '../run-log.entity';
import { RunLogPageDto } from './run-log.dto';

@ApiTags('backups')
@Controller('backups')
export class RunLogController {
  constructor(
    private readonly database: Database,
    private readonly records: BackupRecords,
  ) {}

  /** Reads what happened while a backup ran, the oldest line first: at most some 2,000 lines. */
  @Get(':id/log')
  @Access('viewer')
  async getBackupLog(
    @Param('id', IdPipe) backupId: string,
    @Query() { limit, cursor }: PageQueryDto,
  ): Promise<RunLogPageDto> {
    await this.records.get(backupId);
    const list = `run_log ${backupId}`;
    const after = cursor === undefined ? 0 : lineOf(readCursor(list, cursor).id);
    const rows = await this.database.read.find(RunLogLine, {
      where: { backupId, id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(({ at, level, code, text }) => ({ at, level, code, text })),
      next: rows.length > limit && last !== undefined ? toCursor(list, { at: last.at, id: String(last.id) }) : null,
    };
  }
}

/** A cursor is no secret: somebody may make one up that names no line. The first page comes then. */
const lineOf = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : 0);

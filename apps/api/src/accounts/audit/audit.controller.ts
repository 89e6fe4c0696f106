import { Controller, Get, Query } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Database } from '../../database/database';
import { readCursor, toCursor } from '../../paging/cursor';
import { PageQueryDto } from '../../paging/page-query.dto';
import { Access } from '../access';
import { AuditEvent } from '../audit-event.entity';
import { AuditEventsDto } from './audit.dto';
import { toAuditEventDto } from './audit.mapper';

const list = 'audit_events';

@Controller('audit')
export class AuditController {
  constructor(private readonly database: Database) {}

  /** Who did what, newest first. */
  @Access('owner')
  @Get()
  async listAuditEvents(@Query() { limit, cursor }: PageQueryDto): Promise<AuditEventsDto> {
    const where = cursor === undefined ? {} : { id: LessThan(Number(readCursor(list, cursor).id)) };
    const rows = await this.database.read.find(AuditEvent, { where, order: { id: 'DESC' }, take: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      items: items.map(toAuditEventDto),
      next: more ? toCursor(list, { at: last.at, id: String(last.id) }) : null,
    };
  }
}

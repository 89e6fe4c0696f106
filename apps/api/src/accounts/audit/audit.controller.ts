import { Controller, Get, Query } from '@nestjs/common';
import { Database } from '../../database/database';
import { readCursor, toCursor } from '../../paging/cursor';
import { Access } from '../access';
import { AuditEvent } from '../audit-event.entity';
import { whereKind } from './audit-kinds';
import { AuditEventsDto, AuditQueryDto } from './audit.dto';
import { toAuditEventDto } from './audit.mapper';

const list = 'audit_events';

@Controller('audit')
export class AuditController {
  constructor(private readonly database: Database) {}

  /** Who did what, newest first. */
  @Access('owner')
  @Get()
  async listAuditEvents(@Query() { limit, cursor, ...filter }: AuditQueryDto): Promise<AuditEventsDto> {
    const query = this.database.read.createQueryBuilder(AuditEvent, 'e');
    const { actor, kind, objectType, object, from, to } = filter;
    if (cursor !== undefined) query.andWhere('e.id < :before', { before: Number(readCursor(list, cursor).id) });
    if (actor !== undefined) query.andWhere('e.actorName = :actor', { actor });
    if (kind !== undefined) whereKind(query, kind);
    if (objectType !== undefined) query.andWhere('e.objectType = :objectType', { objectType });
    if (object !== undefined) query.andWhere('e.objectId = :object', { object });
    if (from !== undefined) query.andWhere('e.at >= :from', { from });
    if (to !== undefined) query.andWhere('e.at < :to', { to });
    const rows = await query
      .orderBy('e.id', 'DESC')
      .limit(limit + 1)
      .getMany();
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      items: items.map(toAuditEventDto),
      next: more ? toCursor(list, { at: last.at, id: String(last.id) }) : null,
    };
  }
}

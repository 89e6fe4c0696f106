import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Database } from '../../database/database';
import { pageOfQuery, type Page } from '../../paging/page-of';
import { Backup } from '../backup.entity';
import { BackupCopy } from '../backup-copy.entity';
import type { BackupQueryDto, BackupSummaryDto } from './backup.dto';
import { summaryColumns, toBackupSummary } from './backup.mapper';

/** Pages of backups. Each filter has an index with the time behind it: a page takes the same time among a hundred and 100,000 rows. */
@Injectable()
export class BackupList {
  constructor(private readonly database: Database) {}

  async page(query: BackupQueryDto): Promise<Page<BackupSummaryDto>> {
    const { items, next } = await pageOfQuery(this.query(query), query);
    const copies = await this.copiesOf(items.map(({ id }) => id));
    return { items: items.map((item) => toBackupSummary(item, copies.get(item.id) ?? [])), next };
  }

  /** By backup, of every attempt. */
  async copiesOf(ids: readonly string[]): Promise<Map<string, BackupCopy[]>> {
    const copies = await this.database.read.findBy(BackupCopy, { backupId: In([...ids]) });
    return Map.groupBy(copies, ({ backupId }) => backupId);
  }

  /** Without order and limit. */
  query(query: BackupQueryDto): SelectQueryBuilder<Backup> {
    const rows = this.database.read
      .createQueryBuilder(Backup, 'b')
      .select(summaryColumns.map((column) => `b.${column}`));
    const { project, status, trigger, type, from, to, destination } = query;
    rows.where(query.deleted === true ? 'b.deletedAt IS NOT NULL' : 'b.deletedAt IS NULL');
    if (project !== undefined) rows.andWhere('b.projectId = :project', { project: project.toLowerCase() });
    if (status !== undefined) rows.andWhere('b.status = :status', { status });
    if (trigger !== undefined) rows.andWhere('b.trigger = :trigger', { trigger });
    if (type !== undefined) rows.andWhere('b.type = :type', { type });
    if (from !== undefined) rows.andWhere('b.createdAt >= :from', { from });
    if (to !== undefined) rows.andWhere('b.createdAt < :to', { to });
    if (destination !== undefined) {
      rows.andWhere(
        'EXISTS (SELECT 1 FROM backup_copies c WHERE c.backup_id = b.id AND c.storage_destination_id = :destination)',
        { destination: destination.toLowerCase() },
      );
    }
    return rows;
  }
}

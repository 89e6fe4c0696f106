import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { latestBelievable } from '../backups/good/latest-believable';
import { BackupList } from '../backups/records/backup-list';
import { summaryColumns, type BackupSummaryRow } from '../backups/records/backup.mapper';
import { shownCopies } from '../backups/records/shown-status';
import { Database } from '../database/database';
import { Schedule } from '../scheduler/schedule.entity';
import { instantOf, sqlInstant, unindexed } from './sql-text';

/** A backup with the copies of its last attempt. */
export interface BackupAndCopies {
  readonly backup: BackupSummaryRow & Pick<Backup, 'progress'>;
  readonly copies: readonly BackupCopy[];
}

/** The moment whose data it holds. */
export const momentOf = ({ backup }: BackupAndCopies): Date =>
  backup.snapshotTime ?? backup.startedAt ?? backup.createdAt;

/** What is known of one project now. */
export interface ProjectFacts {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly schedules: readonly Schedule[];
  /** The newest complete backup of everything that lies somewhere. */
  readonly lastGood: BackupAndCopies | null;
  /** The newest that has ended, cancelled ones aside. */
  readonly lastEnded: BackupAndCopies | null;
  readonly live: BackupAndCopies | null;
}

/** Reads what each project is judged by: three rows of backups a project, each found by an index on (project, time). */
@Injectable()
export class FactsOfProjects {
  constructor(
    private readonly database: Database,
    private readonly list: BackupList,
  ) {}

  /** @param now the database's time */
  async all(now: Date): Promise<ProjectFacts[]> {
    const projects = await this.database.read.query<ProjectRow[]>(this.projectsQuery(now));
    const ids = projects.flatMap(({ good, ended, live }) => [good, ended, live]).filter((id) => id !== null);
    const backups = await this.backups([...new Set(ids)]);
    const schedules = Map.groupBy(await this.database.read.find(Schedule), ({ projectId }) => projectId);
    const of = (id: string | null): BackupAndCopies | null => (id === null ? null : (backups.get(id) ?? null));
    return projects.map(({ id, name, created, good, ended, live }) => ({
      id,
      name,
      createdAt: instantOf(created),
      schedules: schedules.get(id) ?? [],
      lastGood: of(good),
      lastEnded: of(ended),
      live: of(live),
    }));
  }

  projectsQuery(now: Date): string {
    const latest = sqlInstant(this.database.engine, latestBelievable(now));
    const status = unindexed('b.status');
    const newest = (condition: string): string =>
      `(SELECT b.id FROM backups b WHERE b.project_id = p.id AND b.created_at <= ${latest} AND COALESCE(b.snapshot_time, b.created_at) <= ${latest} AND ${condition} ORDER BY b.created_at DESC, b.id DESC LIMIT 1)`;
    const somewhere = `EXISTS (SELECT 1 FROM backup_copies c WHERE c.backup_id = b.id AND c.attempt = b.attempt AND c.status = 'stored')`;
    return `
      SELECT p.id AS id, p.name AS name, p.created_at AS created,
        ${newest(`${status} = 'succeeded' AND ${unindexed('b.type')} = 'full' AND b.deleted_at IS NULL AND ${somewhere}`)} AS good,
        ${newest(`${status} IN ('succeeded', 'failed', 'interrupted', 'missed')`)} AS ended,
        (SELECT b.id FROM backups b
          WHERE b.project_id = p.id AND b.status IN ('queued', 'running', 'committing') AND b.deleted_at IS NULL) AS live
      FROM projects p WHERE p.deleted_at IS NULL`;
  }

  private async backups(ids: readonly string[]): Promise<Map<string, BackupAndCopies>> {
    const all = new Map<string, BackupAndCopies>();
    // Pages of at most 500 rows, as everywhere.
    for (let from = 0; from < ids.length; from += 500) {
      const some = ids.slice(from, from + 500);
      const rows = await this.database.read
        .createQueryBuilder(Backup, 'b')
        .select([...summaryColumns, 'progress'].map((column) => `b.${column}`))
        .where({ id: In(some) })
        .getMany();
      const copies = await this.list.copiesOf(some);
      for (const backup of rows) all.set(backup.id, { backup, copies: shownCopies(copies.get(backup.id) ?? []) });
    }
    return all;
  }
}

interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly created: Date | string;
  readonly good: string | null;
  readonly ended: string | null;
  readonly live: string | null;
}

import { Injectable } from '@nestjs/common';
import type { BackupStatus } from '../backups/backup.entity';
import { Database } from '../database/database';
import { dayOf, type Day } from './days';
import { instantOf, sqlInstant, unindexed } from './sql-text';

/** One day of one project. */
export interface DayOfRuns {
  /** How many ended or go on, by the run's status. */
  readonly runs: ReadonlyMap<BackupStatus, number>;
  /** One that is complete lacks a component or a copy. */
  readonly lacking: boolean;
}

/** The newest complete backup of everything of a day. */
export interface DayOfSizes {
  readonly storedBytes: number | null;
  readonly seconds: number | null;
}

/** By project, then by the index of the day. */
export type ByDay<T> = ReadonlyMap<string, ReadonlyMap<number, T>>;

/**
 * What happened day by day, of all projects at once, also of backups that were deleted since. Each statement reads by an index on (project,
 * time), a range a day: as fast among a hundred rows as among a million.
 */
@Injectable()
export class History {
  constructor(private readonly database: Database) {}

  async runs(days: readonly Day[]): Promise<ByDay<DayOfRuns>> {
    const rows = await this.database.read.query<{ project: string; day: number; status: BackupStatus; runs: number }[]>(
      this.runsQuery(days),
    );
    const lacking = new Set(await this.lackingDays(days));
    const all = new Map<string, Map<number, { runs: Map<BackupStatus, number>; lacking: boolean }>>();
    for (const { project, day, status, runs } of rows) {
      const n = Number(day);
      const ofProject = all.get(project) ?? new Map<number, { runs: Map<BackupStatus, number>; lacking: boolean }>();
      all.set(project, ofProject);
      const ofDay = ofProject.get(n) ?? { runs: new Map(), lacking: lacking.has(`${project} ${n}`) };
      ofProject.set(n, ofDay);
      ofDay.runs.set(status, Number(runs));
    }
    return all;
  }

  async sizes(days: readonly Day[]): Promise<ByDay<DayOfSizes>> {
    const rows = await this.database.read.query<SizeRow[]>(this.sizesQuery(days));
    const all = new Map<string, Map<number, DayOfSizes>>();
    for (const { project, day, bytes, started, finished } of rows) {
      const ofProject = all.get(project) ?? new Map<number, DayOfSizes>();
      all.set(project, ofProject);
      const seconds =
        started === null || finished === null ? null : instantOf(finished).getTime() - instantOf(started).getTime();
      ofProject.set(Number(day), {
        storedBytes: bytes === null ? null : Number(bytes),
        seconds: seconds === null ? null : Math.round(seconds / 1_000),
      });
    }
    return all;
  }

  /** Read from the index alone. */
  runsQuery(days: readonly Day[]): string {
    return `${this.with(days)}
      SELECT p.id AS project, d.n AS day, b.status AS status, COUNT(*) AS runs
      FROM projects p CROSS JOIN days d
      JOIN backups b ON b.project_id = p.id AND b.created_at >= d.begins AND b.created_at < d.ends
      WHERE p.deleted_at IS NULL GROUP BY p.id, d.n, b.status`;
  }

  /** One seek a day. */
  sizesQuery(days: readonly Day[]): string {
    return `${this.with(days)}
      SELECT p.id AS project, d.n AS day, b.stored_bytes AS bytes, b.started_at AS started, b.finished_at AS finished
      FROM projects p CROSS JOIN days d
      JOIN backups b ON b.id = (
        SELECT x.id FROM backups x
        WHERE x.project_id = p.id AND x.created_at >= d.begins AND x.created_at < d.ends AND ${unindexed('x.status')} = 'succeeded' AND ${unindexed('x.type')} = 'full'
        ORDER BY x.created_at DESC LIMIT 1)
      WHERE p.deleted_at IS NULL`;
  }

  gapsQuery(days: readonly Day[]): string {
    return `${this.with(days)}
      SELECT p.id AS project, d.n AS day FROM projects p CROSS JOIN days d
      WHERE p.deleted_at IS NULL AND EXISTS (
        SELECT 1 FROM backups b
        WHERE b.project_id = p.id AND b.created_at >= d.begins AND b.created_at < d.ends AND b.gaps <> '[]' AND b.status = 'succeeded')`;
  }

  /** Copies of the last attempt only, as `shownCopies` has it. */
  missingCopiesQuery(since: Date): string {
    return `
      SELECT b.project_id AS project, b.created_at AS at
      FROM backup_copies c CROSS JOIN backups b
      WHERE c.status IN ('failed', 'missing', 'damaged') AND c.created_at >= ${this.instant(since)}
        AND b.id = c.backup_id AND b.attempt = c.attempt AND ${unindexed('b.status')} = 'succeeded'`;
  }

  /** `project day` */
  private async lackingDays(days: readonly Day[]): Promise<string[]> {
    const [first] = days;
    if (first === undefined) return [];
    const gaps = await this.database.read.query<{ project: string; day: number }[]>(this.gapsQuery(days));
    const copies = await this.database.read.query<{ project: string; at: Date | string }[]>(
      this.missingCopiesQuery(first.begins),
    );
    return [
      ...gaps.map(({ project, day }) => `${project} ${day}`),
      ...copies.map(({ project, at }) => `${project} ${dayOf(days, instantOf(at))}`),
    ];
  }

  private with(days: readonly Day[]): string {
    const rows = days.map(({ begins, ends }, n) => `(${n}, ${this.instant(begins)}, ${this.instant(ends)})`);
    return `WITH days(n, begins, ends) AS (VALUES ${rows.join(', ')})`;
  }

  private instant(at: Date): string {
    return sqlInstant(this.database.engine, at);
  }
}

interface SizeRow {
  readonly project: string;
  readonly day: number;
  readonly bytes: number | string | null;
  readonly started: Date | string | null;
  readonly finished: Date | string | null;
}

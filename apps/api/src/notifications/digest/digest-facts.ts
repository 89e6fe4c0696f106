import type { EntityManager } from 'typeorm';
import { Backup } from '../../backups/backup.entity';

/** What became of the runs of a period. */
export interface RunCounts {
  readonly stored: number;
  readonly withGaps: number;
  readonly failed: number;
  readonly missed: number;
  /** Bytes of the stored ones. */
  readonly bytes: number;
}

interface Row {
  readonly status: string;
  readonly runs: number | string;
  readonly gaps: number | string | null;
  readonly missed: number | string | null;
  readonly bytes: number | string | null;
}

/** @param projectIds null: of all */
export async function countRuns(
  manager: EntityManager,
  period: { readonly from: Date; readonly to: Date },
  projectIds: readonly string[] | null,
): Promise<RunCounts> {
  const query = manager
    .createQueryBuilder(Backup, 'b')
    .select('b.status', 'status')
    .addSelect('COUNT(*)', 'runs')
    .addSelect("SUM(CASE WHEN b.gaps <> '[]' THEN 1 ELSE 0 END)", 'gaps')
    .addSelect('SUM(COALESCE(b.missed_count, 1))', 'missed')
    .addSelect('SUM(b.stored_bytes)', 'bytes')
    .where('b.createdAt >= :from AND b.createdAt < :to', period)
    .andWhere("b.status IN ('succeeded', 'failed', 'interrupted', 'missed')")
    .groupBy('b.status');
  if (projectIds !== null) query.andWhere('b.projectId IN (:...projectIds)', { projectIds });
  const rows = await query.getRawMany<Row>();
  const of = (status: string): Row | undefined => rows.find((row) => row.status === status);
  const number = (value: number | string | null | undefined): number => Number(value ?? 0);
  return {
    stored: number(of('succeeded')?.runs),
    withGaps: number(of('succeeded')?.gaps),
    failed: number(of('failed')?.runs) + number(of('interrupted')?.runs),
    missed: number(of('missed')?.missed),
    bytes: number(of('succeeded')?.bytes),
  };
}

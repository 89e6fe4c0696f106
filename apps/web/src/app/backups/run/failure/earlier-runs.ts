import type { Api } from '../../../api/api';
import { listBackups } from '../../../api/fn/backups/list-backups';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupSummaryDto } from '../../../api/models/backup-summary-dto';

/** The runs of the project before this one. */
export interface EarlierRuns {
  /** The newest whole backup that is still there; null: there is none. */
  readonly lastWhole: BackupSummaryDto | null;
  /** How many runs right before this one failed with the same code. */
  readonly same: number;
  /** Of so many runs looked at. */
  readonly looked: number;
  /** How many of those failed. */
  readonly failed: number;
}

const limit = 30;

/** What came before a run that failed. */
export async function earlierRuns(api: Api, { projectId, createdAt, error }: BackupDto): Promise<EarlierRuns> {
  const before = { project: projectId, to: createdAt } as const;
  const [runs, whole] = await Promise.all([
    api.invoke(listBackups, { ...before, limit }),
    api.invoke(listBackups, { ...before, status: 'succeeded', limit: 1 }),
  ]);
  const { items } = runs;
  const other = items.findIndex((run) => run.status !== 'failed' || run.error?.code !== error?.code);
  return {
    lastWhole: whole.items[0] ?? null,
    same: other < 0 ? items.length : other,
    looked: items.length,
    failed: items.filter(({ status }) => status === 'failed').length,
  };
}

/** Whether it has happened before, in one sentence. */
export function historyOf({ same, looked, failed }: EarlierRuns, attempts: number): string {
  const tried = attempts > 1 ? $localize` It was tried ${attempts} times.` : '';
  return happened(same, looked, failed) + tried;
}

function happened(same: number, looked: number, failed: number): string {
  if (looked === 0) return $localize`It is the first run of this project.`;
  if (same === 1) return $localize`The same as the run before.`;
  if (same > 1) return $localize`The same as the last ${same} runs.`;
  if (failed === 0) return $localize`The first failure in ${looked + 1} runs.`;
  return $localize`The run before ended otherwise; of the last ${looked}, ${failed} failed.`;
}

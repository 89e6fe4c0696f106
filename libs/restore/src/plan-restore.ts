import type { RestorePlan } from './plan/restore-plan';
import { prepareRestore } from './prepare-restore';
import type { PlanRequest } from './request';

/**
 * Checks the whole archive, then looks at the target, and says what a restore would do. Nothing is changed; the target isn't
 * contacted before the archive was found whole and, where its hash is known, the right one. Conflicts are items of the plan, not errors.
 * @throws ArchiveError; PostgresError; RestoreError `ORIGIN_DIFFERENT`, `TARGET_…`, `RESTORE_UNFINISHED`, of the selection, `CANCELLED`
 */
export async function planRestore(request: PlanRequest): Promise<RestorePlan> {
  return (await prepareRestore(request)).plan;
}

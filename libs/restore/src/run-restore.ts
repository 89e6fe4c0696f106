import { compareRestored } from './checks/compare-restored';
import { refuseDifferences } from './checks/refuse-differences';
import { RestoreError } from './errors';
import { prepareRestore } from './prepare-restore';
import type { PreparedRestore } from './prepare-restore';
import { refuseConflicts } from './refuse-conflicts';
import { dropReplaced } from './replace/drop-replaced';
import type { Comparison, RestoreReport } from './report';
import type { RestoreRequest, RestoreWarning } from './request';
import { restoreReport } from './restore-report';
import { restoreInOneTransaction } from './run/one-transaction';
import type { TransactionHooks } from './run/one-transaction';
import type { RunContext, RunCounts } from './run/run-types';
import { runContext } from './run-context';
import { refuseWithoutSafetyBackup, takeSafetyBackup } from './safety-backup';
import { restoreInSteps } from './steps/restore-in-steps';
import { refuseConfirmation } from './target/refuse/confirmation';

/**
 * Restores an archive: the whole archive is checked, the target looked at and the plan made before anything is changed; then it is
 * confirmed, in mode `replace` the target is saved, and everything is sent in one transaction (jobs 1) or in steps. What was restored is
 * compared with the archive before it is committed: rows or protection that are missing take everything back.
 * @throws RestoreError, ArchiveError or PostgresError; all have `code`, `message` and `nextStep`. Unless a RestoreError has
 *   `closedSchemas`, the target is as it was.
 */
export async function runRestore(request: RestoreRequest): Promise<RestoreReport> {
  const startedAt = performance.now();
  refuseOneJobToGoOn(request);
  refuseWithoutSafetyBackup(request);
  const prepared = await prepareRestore(request);
  const { plan, facts, contents, resumed } = prepared;
  refuseConflicts(plan);
  refuseConfirmation(facts, request.confirm === undefined ? request.confirmation : await request.confirm(plan));
  // What a restore in steps had to drop, it dropped with its first commit, after its safety backup.
  const safetyBackup = request.mode === 'replace' && !resumed ? await takeSafetyBackup(request, plan) : null;

  const warnings: RestoreWarning[] = [];
  let comparisons: readonly Comparison[] = [];
  const context = runContext(request, prepared, (warning) => {
    warnings.push(warning);
    request.onWarning?.(warning);
  });
  const hooks: TransactionHooks = {
    before: (client) => dropReplaced(client, plan),
    after: async (client, counts) => {
      const { archive, script } = context;
      context.enter('compare');
      comparisons = await compareRestored({ client, archive, contents, script, facts, counts });
      refuseDifferences(comparisons);
    },
  };
  const counts = await sendAll(request, prepared, context, hooks);
  return restoreReport({
    ...{ plan, contents, facts, counts, comparisons, warnings, safetyBackup, resumed },
    inOneTransaction: request.jobs === 1,
    seconds: (performance.now() - startedAt) / 1000,
  });
}

function sendAll(
  { jobs, resume = false }: RestoreRequest,
  { plan, fileSha256 }: PreparedRestore,
  context: RunContext,
  hooks: TransactionHooks,
): Promise<RunCounts> {
  if (jobs === 1) return restoreInOneTransaction(context, hooks);
  return restoreInSteps(context, jobs, hooks, { backupId: plan.archive.backupId, fileSha256, resume });
}

function refuseOneJobToGoOn({ jobs, resume }: RestoreRequest): void {
  if (resume !== true || jobs > 1) return;
  throw new RestoreError(
    'JOBS_NOT_POSSIBLE',
    'What goes on is a restore in steps; with one job there is one transaction and nothing to go on with.',
    'Go on with 2 jobs or more.',
  );
}

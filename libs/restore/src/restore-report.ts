import type { Contents } from '@stowbase/archive';
import { objectKey } from './object-key';
import type { PlanAction, RestorePlan } from './plan/restore-plan';
import type { Comparison, RestoreReport } from './report';
import type { RestoreWarning, SafetyBackup } from './request';
import type { RunCounts } from './run/run-types';
import type { TargetFacts } from './target/target-facts';

/** What came of a restore. */
export interface RestoreResult {
  readonly plan: RestorePlan;
  readonly contents: Contents;
  /** As read before anything was changed. */
  readonly facts: TargetFacts;
  readonly counts: RunCounts;
  readonly comparisons: readonly Comparison[];
  /** What came up while it ran; the plan's own are added. */
  readonly warnings: readonly RestoreWarning[];
  readonly safetyBackup: SafetyBackup | null;
  readonly inOneTransaction: boolean;
  /** It went on with what another run began. */
  readonly resumed: boolean;
  readonly seconds: number;
}

export function restoreReport(result: RestoreResult): RestoreReport {
  const { plan, counts, comparisons, safetyBackup, inOneTransaction, seconds } = result;
  return {
    plan,
    status: comparisons.every(({ status }) => status === 'equal') ? 'done' : 'done_with_differences',
    inOneTransaction,
    tables: plan.tables.length,
    rows: [...counts.rows.values()].reduce((sum, rows) => sum + rows, 0),
    statements: counts.statements,
    skipped: counts.skipped,
    comparisons,
    warnings: [...plan.warnings, ...gapsOf(safetyBackup), ...result.warnings],
    safetyBackup,
    passwordsToSet: passwordsToSet(result),
    seconds,
  };
}

/** Of the roles that this restore made: one that was there before keeps its own. A restore that goes on made all that are there. */
function passwordsToSet({ plan, contents, facts, resumed }: RestoreResult): string[] {
  const made = new Set(plan.items.flatMap(({ action, key }) => (makes.has(action) && key !== null ? [key] : [])));
  const wanted = plan.only.length === 0 || plan.only.some(({ kind }) => kind === 'roles');
  return contents.passwordsToSet.filter(
    (role) => made.has(objectKey.role(role)) || (wanted && resumed && facts.roles.has(role)),
  );
}

const makes: ReadonlySet<PlanAction> = new Set(['create', 'rewrite', 'replace']);

function gapsOf(safetyBackup: SafetyBackup | null): RestoreWarning[] {
  const gaps = safetyBackup?.gaps ?? [];
  if (gaps.length === 0) return [];
  return [{ code: 'SAFETY_BACKUP_GAPS', text: `The safety backup of the target has no ${gaps.join(', ')}.` }];
}

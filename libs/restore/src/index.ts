/** How a backup goes back: the plan, the run, the comparison. */
export { RestoreError } from './errors';
export type { RestoreErrorCode, RestoreErrorKind, RestoreErrorOptions, StatementPlace } from './errors';
export type {
  PlanRequest,
  RestoreMode,
  RestoreProgress,
  RestoreRequest,
  RestoreStage,
  RestoreWarning,
  SafetyBackup,
  Selection,
} from './request';
export { planRestore } from './plan-restore';
export { runRestore } from './run-restore';
export { formatSelection, parseSelection } from './selection/parse-selection';
export { tableText, type TableName } from './table-name';
export type { PlanAction, PlanItem, PlanTable, RestorePlan } from './plan/restore-plan';
export type { Comparison, ComparisonStatus, RestoreReport, SkippedStatement } from './report';
export type { TargetFacts, TargetKind } from './target/target-facts';

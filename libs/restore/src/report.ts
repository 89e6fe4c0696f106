import type { RestorePlan } from './plan/restore-plan';
import type { RestoreWarning, SafetyBackup } from './request';

/** `equal`: as the archive says. `different`: it is not, and should be. `not-portable`: it can't be here, and that is named. */
export type ComparisonStatus = 'equal' | 'different' | 'not-portable';

export interface Comparison {
  /**
   * `rows`, `objects`, `sequences`, `foreign_keys`, `row_security`, `row_security_added` (closed more than at the source), `policies`,
   * `triggers`, `privileges` (missing ones), `extra_privileges`, `default_privileges`, `materialized_views`, `owners`, `superuser`.
   */
  readonly what: string;
  readonly status: ComparisonStatus;
  /** How many were compared. */
  readonly checked: number;
  /** What differs or isn't portable, for people; at most 100. */
  readonly differences: readonly string[];
}

/** A statement that was not run, and why; grouped by reason for people. */
export interface SkippedStatement {
  readonly member: string;
  readonly statement: number;
  /** Its first line, at most 200 characters, no rows. */
  readonly text: string;
  readonly reason: string;
}

export interface RestoreReport {
  readonly plan: RestorePlan;
  /** `done`: everything comparable is equal and nothing had to be left out. `done_with_differences`: restored, with what is named. */
  readonly status: 'done' | 'done_with_differences';
  readonly inOneTransaction: boolean;
  readonly tables: number;
  readonly rows: number;
  readonly statements: number;
  readonly skipped: readonly SkippedStatement[];
  readonly comparisons: readonly Comparison[];
  readonly warnings: readonly RestoreWarning[];
  readonly safetyBackup: SafetyBackup | null;
  /** Roles whose password has to be set, and other statements to run by hand. */
  readonly passwordsToSet: readonly string[];
  readonly seconds: number;
}

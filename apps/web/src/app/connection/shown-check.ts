import type { CheckStatus } from '../api/models/check-status';
import type { Word } from '../states/words';

/** One check of a list: of a connection, of a destination. */
export interface ShownCheck {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus | 'running' | 'waiting';
  readonly text: string;
  readonly code: string | null;
  /** What to do; `sql` can be run as it is. */
  readonly fix: { readonly text: string; readonly sql: string | null } | null;
  /** Milliseconds. */
  readonly ms: number | null;
}

/** The word is read aloud; on the screen the mark says it. */
export const checkMarks: Record<ShownCheck['status'], Word> = {
  pass: { word: $localize`passed`, glyph: 'complete', tone: 'ok' },
  warn: { word: $localize`warning`, glyph: 'triangle', tone: 'warn' },
  fail: { word: $localize`failed`, glyph: 'failed', tone: 'bad' },
  skip: { word: $localize`not made`, glyph: 'off', tone: 'idle' },
  running: { word: $localize`running`, glyph: 'running', tone: 'run' },
  waiting: { word: $localize`waiting`, glyph: 'empty', tone: 'idle' },
};

export interface CheckCount {
  readonly text: string;
  readonly mark: Word;
}

/** `15 checks passed, 2 with warnings`; null: nothing to say yet. */
export function countChecks(checks: readonly ShownCheck[]): CheckCount | null {
  if (checks.length === 0) return null;
  const count = (status: ShownCheck['status']): number => checks.filter((check) => check.status === status).length;
  const all = checks.length;
  if (count('running') > 0) return { text: $localize`Checking`, mark: checkMarks.running };
  if (count('fail') > 0) return { text: $localize`${count('fail')} of ${all} failed`, mark: checkMarks.fail };
  const warnings = count('warn');
  if (warnings > 0)
    return {
      text: $localize`${all} checks, ${warnings} to know about`,
      mark: checkMarks.warn,
    };
  return { text: $localize`${all} checks passed`, mark: checkMarks.pass };
}

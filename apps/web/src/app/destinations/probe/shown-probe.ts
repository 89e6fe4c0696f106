import type { TestCheckDto } from '../../api/models/test-check-dto';
import type { TestCheckStatus } from '../../api/models/test-check-status';
import type { GlyphName } from '../../states/glyphs';
import type { Tone } from '../../states/tone';

/** The word is read aloud; on the screen the mark says it. */
export const probeMarks: Record<TestCheckStatus, { word: string; glyph: GlyphName; tone: Tone }> = {
  passed: { word: $localize`passed`, glyph: 'complete', tone: 'ok' },
  warning: { word: $localize`to know about`, glyph: 'triangle', tone: 'warn' },
  failed: { word: $localize`failed`, glyph: 'failed', tone: 'bad' },
  skipped: { word: $localize`not tried`, glyph: 'off', tone: 'idle' },
};

export interface ProbeVerdict {
  readonly text: string;
  readonly status: TestCheckStatus;
}

/** `1 of 11 failed`, `11 of 11 passed`: of the checks that were made. */
export function verdictOf(checks: readonly TestCheckDto[]): ProbeVerdict {
  const made = checks.filter(({ status }) => status !== 'skipped').length;
  const count = (wanted: TestCheckStatus): number => checks.filter(({ status }) => status === wanted).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  if (failed > 0) return { text: $localize`${failed}:failed: of ${made}:made: failed`, status: 'failed' };
  if (warnings > 0)
    return { text: $localize`${made}:made: passed, ${warnings}:warnings: to know about`, status: 'warning' };
  return { text: $localize`${made}:made: of ${made}:all: passed`, status: 'passed' };
}

/** `31 ms`, `1.2 s`; empty: it wasn't tried, or nobody measured. */
export function timeOf(ms: number | null): string {
  if (ms === null) return '';
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

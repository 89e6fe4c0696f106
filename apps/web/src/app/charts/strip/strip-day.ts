import type { DayResult } from '../../api/models/day-result';

/** One cell of the strip: a day, with the worst of its results. */
export interface StripDay {
  /** `2026-11-24` */
  readonly date: string;
  /** `before`: there was no project yet; `none`: nothing was due. */
  readonly result: DayResult;
  /** What the tip and screen readers say: `24 Nov: Failed, 1 run`. */
  readonly text: string;
}

/** What of a legend is in lower case, in the order of its marks. No entry: it is blank. */
export const resultWords: Readonly<Record<Exclude<DayResult, 'before'>, string>> = {
  ok: $localize`complete`,
  gaps: $localize`gaps or partly stored`,
  failed: $localize`failed`,
  missed: $localize`missed`,
  none: $localize`nothing due`,
  running: $localize`running`,
};

const shown = ['ok', 'gaps', 'failed', 'missed', 'running', 'none'] as const;

/** All days in one sentence: `26 days complete, 1 failed, 3 nothing due`. */
export function inWords(days: readonly Pick<StripDay, 'result'>[]): string {
  const parts = shown.flatMap((result) => {
    const count = days.filter((day) => day.result === result).length;
    return count === 0 ? [] : [`${count} ${resultWords[result]}`];
  });
  const known = days.filter(({ result }) => result !== 'before').length;
  return known === 1 ? $localize`1 day: ${parts.join(', ')}` : $localize`${known} days: ${parts.join(', ')}`;
}

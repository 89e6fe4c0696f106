import type { DayResult } from '../../api/models/day-result';
import type { ChartRows } from '../../charts/card/chart-table';
import { resultWords } from '../../charts/strip/strip-day';
import { dayText } from '../../format/day';

/** A day of the picture: what came of it, or what is planned. */
export interface HeatDay {
  /** `2026-11-24` */
  readonly date: string;
  readonly when: 'past' | 'today' | 'coming';
  /** The worst of the day; null: it is to come. */
  readonly result: DayResult | null;
  /** That were made. */
  readonly runs: number;
  /** That are still to come on it. */
  readonly planned: number;
}

/** `24 Nov: complete, 2 runs, 1 planned` */
export function heatText(day: HeatDay): string {
  return `${dayText(day.date)}: ${partsOf(day).join(', ')}`;
}

function partsOf({ result, runs, planned }: HeatDay): string[] {
  const parts: string[] = [];
  if (result !== null) parts.push(wordOf(result));
  if (runs > 0) parts.push(runs === 1 ? $localize`1 run` : $localize`${runs}:count: runs`);
  if (planned > 0) parts.push($localize`${planned}:count: planned`);
  return parts.length === 0 ? [$localize`nothing planned`] : parts;
}

const wordOf = (result: DayResult): string =>
  result === 'before' ? $localize`before the project` : resultWords[result];

/** All days in one sentence. */
export function heatSummary(days: readonly HeatDay[]): string {
  const past = days.filter(({ when }) => when !== 'coming');
  const bad = past.filter(({ result }) => result === 'failed' || result === 'missed').length;
  const planned = days.reduce((sum, day) => sum + day.planned, 0);
  const coming = days.filter(({ when }) => when === 'coming').length;
  return $localize`${past.length}:past: days until today, ${bad}:bad: of them with a failed or missed run; ${planned}:planned: runs planned until ${coming}:coming: days from now`;
}

/** The twin in words, the newest first. */
export function heatRows(days: readonly HeatDay[]): ChartRows {
  return {
    columns: [$localize`Day`, $localize`Result`, $localize`Runs`, $localize`Planned`],
    rows: days
      .toReversed()
      .map(({ date, result, runs, planned }) => [
        dayText(date),
        result === null ? '–' : wordOf(result),
        String(runs),
        String(planned),
      ]),
  };
}

import type { DashboardProjectDto } from '../../api/models/dashboard-project-dto';
import type { StripDay } from '../../charts/strip/strip-day';
import { inWords, resultWords } from '../../charts/strip/strip-day';
import { bytes } from '../../format/bytes';
import { dayText } from '../../format/day';

/** @param days of the dashboard: the strip is of the last of them */
export function stripDays({ strip, sizes }: DashboardProjectDto, days: readonly string[]): readonly StripDay[] {
  const skipped = days.length - strip.length;
  return strip.map(({ result, runs }, n): StripDay => {
    const date = days[skipped + n] ?? '';
    const size = sizes[skipped + n] ?? null;
    return { date, result, text: textOf(date, result, runs, size) };
  });
}

function textOf(date: string, result: StripDay['result'], runs: number, size: number | null): string {
  if (result === 'before') return dayText(date);
  const count = runs === 1 ? $localize`1 run` : $localize`${runs} runs`;
  const details = [runs === 0 ? '' : count, size === null ? '' : bytes(size)].filter((part) => part !== '').join(', ');
  return details === ''
    ? `${dayText(date)}: ${resultWords[result]}`
    : `${dayText(date)}: ${resultWords[result]}\n${details}`;
}

export const stripLabel = ({ name, strip }: DashboardProjectDto): string => $localize`${name}, ${inWords(strip)}`;

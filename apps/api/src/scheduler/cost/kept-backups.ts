import type { RetentionRule } from '../../retention/rule';

/** Days of a period. */
const periods = { hourly: 1 / 24, daily: 1, weekly: 7, monthly: 30.44, yearly: 365.25 } as const;

/** How many backups a rule keeps when a schedule has run for long: of those made every `daysApart` days. */
export function keptBackups(rule: RetentionRule, daysApart: number): number {
  /** How manieth from the newest. */
  const kept = new Set<number>();
  const keepNewest = (count: number): void => {
    for (let n = 0; n < count; n += 1) kept.add(n);
  };
  keepNewest(Math.max(rule.keepLast, rule.minKeep, Math.ceil(rule.keepDays / daysApart)));
  for (const [name, days] of Object.entries(periods) as [keyof typeof periods, number][])
    for (let n = 0; n < rule[name]; n += 1) kept.add(Math.round((n * Math.max(days, daysApart)) / daysApart));
  return kept.size;
}

import type { RetentionRule } from './rule';

/** What the numbers of a rule may be at most. */
export const mostKept = 10_000;
/** A hundred years. */
export const mostDays = 36_525;
export const mostMinKept = 1_000;

const counts = ['keepLast', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

/**
 * What is wrong with the numbers together, as the end of a sentence about that field; null: nothing. A rule that keeps fewer than
 * `minKeep` would say one thing and do another.
 */
export function contradictionOf(rule: Partial<RetentionRule>, field: 'keepLast' | 'minKeep'): string | null {
  const { minKeep = 0, keepLast = 0, keepDays = 0 } = rule;
  if (field === 'keepLast')
    return keepLast > 0 && keepLast < minKeep
      ? `must be 0 or at least ${minKeep}, which is what minKeep keeps anyway`
      : null;
  const kept = counts.reduce((sum, count) => sum + (rule[count] ?? 0), 0);
  return keepDays === 0 && kept < minKeep
    ? `must not be more than what the rule keeps otherwise, which is ${kept} at most`
    : null;
}

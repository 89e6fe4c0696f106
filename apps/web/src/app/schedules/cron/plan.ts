/** Monday is 1, Sunday 7, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** Steps of hours that are the same every day. */
export const hourSteps = [1, 2, 3, 4, 6, 8, 12] as const;

/** What the builder can say. Everything else is written as cron. */
export type Plan = HourPlan | WeekPlan | MonthPlan;

export interface HourPlan {
  readonly every: 'hour';
  readonly minute: number;
  /** Each so many hours, counted from midnight. */
  readonly step: number;
}

export interface WeekPlan {
  readonly every: 'week';
  readonly hour: number;
  readonly minute: number;
  /** In their order, at least one; all of them: every day. */
  readonly days: readonly Weekday[];
}

export interface MonthPlan {
  readonly every: 'month';
  readonly hour: number;
  readonly minute: number;
  readonly day: number | 'last';
}

/** What the buttons above the builder are called after. */
export type PlanKind = 'hourly' | 'nightly' | 'weekly' | 'monthly' | 'own';

/** @param plan null: cron that the builder can't say */
export function kindOf(plan: Plan | null): PlanKind {
  if (plan === null) return 'own';
  if (plan.every === 'hour') return 'hourly';
  if (plan.every === 'month') return 'monthly';
  return plan.days.length === weekdays.length ? 'nightly' : 'weekly';
}

/** What a kind begins with; the time of day that was chosen stays. */
export function planOf(kind: Exclude<PlanKind, 'own'>, before: Plan | null): Plan {
  const minute = before?.minute ?? 30;
  const hour = before === null || before.every === 'hour' ? 2 : before.hour;
  switch (kind) {
    case 'hourly':
      return { every: 'hour', minute: before === null ? 0 : minute, step: 1 };
    case 'nightly':
      return { every: 'week', hour, minute, days: weekdays };
    case 'weekly':
      return { every: 'week', hour, minute, days: [7] };
    case 'monthly':
      return { every: 'month', hour, minute, day: 1 };
  }
}

/** Five fields of cron. */
export function cronOf(plan: Plan): string {
  switch (plan.every) {
    case 'hour':
      return `${plan.minute} ${plan.step === 1 ? '*' : `*/${plan.step}`} * * *`;
    case 'week':
      return `${plan.minute} ${plan.hour} * * ${weekdayField(plan.days)}`;
    case 'month':
      return `${plan.minute} ${plan.hour} ${plan.day === 'last' ? 'L' : plan.day} * *`;
  }
}

/** Sunday is cron's 0; three days in a row or more are a range. */
function weekdayField(days: readonly Weekday[]): string {
  if (days.length === weekdays.length) return '*';
  const numbers = days.map((day) => day % 7).sort((a, b) => a - b);
  const parts: string[] = [];
  for (let from = 0; from < numbers.length;) {
    let to = from;
    while (numbers[to + 1] === (numbers[to] ?? 0) + 1) to += 1;
    if (to - from >= 2) parts.push(`${numbers[from]}-${numbers[to]}`);
    else parts.push(...numbers.slice(from, to + 1).map(String));
    from = to + 1;
  }
  return parts.join(',');
}

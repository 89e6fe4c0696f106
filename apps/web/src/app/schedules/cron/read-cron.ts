import { hourSteps, weekdays, type Plan, type Weekday } from './plan';

const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** What a cron says in the builder's terms; null: more than those can say, or no cron at all. */
export function readCron(cron: string): Plan | null {
  const fields = cron.trim().split(/\s+/);
  const [minuteField, hourField, dayField, monthField, weekdayField] = fields;
  if (fields.length !== 5 || monthField !== '*' || weekdayField === undefined) return null;
  const minute = numberIn(minuteField, 0, 59);
  if (minute === null) return null;
  const isEachDay = dayField === '*' && weekdayField === '*';
  const step = stepOf(hourField);
  if (step !== null) return isEachDay ? { every: 'hour', minute, step } : null;
  const hour = numberIn(hourField, 0, 23);
  if (hour === null) return null;
  if (dayField === '*') {
    const days = weekdaysIn(weekdayField);
    return days === null ? null : { every: 'week', hour, minute, days };
  }
  if (weekdayField !== '*') return null;
  const day = dayField?.toUpperCase() === 'L' ? 'last' : numberIn(dayField, 1, 31);
  return day === null ? null : { every: 'month', hour, minute, day };
}

function stepOf(field: string | undefined): number | null {
  if (field === '*') return 1;
  const step = Number(/^\*\/(\d{1,2})$/.exec(field ?? '')?.[1]);
  return hourSteps.find((known) => known === step) ?? null;
}

function weekdaysIn(field: string): readonly Weekday[] | null {
  if (field === '*') return weekdays;
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [first, last, ...more] = part.split('-');
    const from = weekdayIn(first);
    const to = last === undefined ? from : weekdayIn(last);
    if (from === null || to === null || to < from || more.length > 0) return null;
    for (let day = from; day <= to; day += 1) found.add(day % 7);
  }
  return weekdays.filter((day) => found.has(day % 7));
}

/** Cron's number of it: Sunday is 0, and 7 too. */
function weekdayIn(field: string | undefined): number | null {
  const named = names.indexOf((field ?? '').toUpperCase());
  return named >= 0 ? named : numberIn(field, 0, 7);
}

function numberIn(field: string | undefined, least: number, most: number): number | null {
  if (!/^\d{1,2}$/.test(field ?? '')) return null;
  const number = Number(field);
  return number >= least && number <= most ? number : null;
}

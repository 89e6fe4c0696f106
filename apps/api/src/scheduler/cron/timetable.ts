import { Cron } from 'croner';
import type { CronFields } from './fields';

/** The times of a rule in a zone. The only file that knows croner. */
export interface Timetable {
  /** The first time after this instant; null: there is none, ever. */
  next(after: Date): Date | null;
}

/**
 * Without a `*` in its hour a rule is meant by the clock on the wall: a time that a change of clocks skips is run right behind the gap, one
 * that comes twice is run at its first occurrence only (F40). For croner that holds where no step is left, so that steps are written out.
 * With a `*` it is an interval: what is skipped is skipped, and both occurrences run.
 * Day and weekday: either matches, when both are given.
 */
export function timetable(fields: CronFields, timeZone: string): Timetable {
  const { minute, hour, day, month, weekday } = fields;
  const byClock = !hour.hasStar;
  const times = byClock ? [minute.values.join(','), hour.values.join(',')] : [minute.text, hour.text];
  const cron = new Cron([...times, day.text, month.text, weekday.text].join(' ').toUpperCase(), {
    timezone: timeZone,
    mode: '5-part',
    fixedTimeRule: 'no-wildcard',
    paused: true,
  });
  return { next: (after) => cron.nextRun(after) };
}

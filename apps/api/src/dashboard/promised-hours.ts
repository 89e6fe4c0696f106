import type { Schedule } from '../scheduler/schedule.entity';
import { longestGapHours } from '../scheduler/slots/longest-gap';

/** What of a schedule is a promise. */
export type PromisedRule = Pick<Schedule, 'cron' | 'timeZone' | 'blackout'>;

/** Without a schedule backups are made when somebody asks: once a day is what people expect then. */
const unscheduled = 24;

/** The longest time from one backup to the next one that enabled schedules promise. Of several the most frequent one counts. */
export const promisedHours = (rules: readonly PromisedRule[]): number =>
  rules.length === 0 ? unscheduled : Math.min(...rules.map(longestGapHours));

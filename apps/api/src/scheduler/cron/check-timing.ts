import { fail } from '../schedules.errors';
import { smallestGapMs, slotsOf, type SlotRule, type Slots } from '../slots/slots';
import { readFields, type CronFields } from './fields';
import { timetable } from './timetable';
import { checkZone } from './zones';

export interface WantedTiming extends SlotRule {
  readonly jitterSeconds: number;
}

export interface CheckedTiming {
  readonly slots: Slots;
  readonly fields: CronFields;
  /** Between two times by the rule, of the next 500; Infinity: there is one at most. */
  readonly smallestGapMs: number;
}

/** So many times are looked at for the shortest way between two of them. */
const looked = 500;

/**
 * @param now times are looked at from here on
 * @throws ApiError `CRON_INVALID`, `TIME_ZONE_UNKNOWN`, `SCHEDULE_NEVER_RUNS`, `SCHEDULE_TOO_OFTEN`, `JITTER_TOO_LONG`
 */
export function checkTiming(wanted: WantedTiming, minMinutes: number, now: Date): CheckedTiming {
  checkZone(wanted.timeZone);
  const fields = readFields(wanted.cron);
  const times = timetable(fields, wanted.timeZone);
  const slots = slotsOf(wanted);
  if (times.next(now) === null)
    throw fail('SCHEDULE_NEVER_RUNS', `The rule "${wanted.cron}" never runs: no month has such a day.`, {
      field: 'cron',
      nextStep: 'Choose a day that every month has, or L for the last one.',
    });
  if (slots.next(now) === null)
    throw fail('SCHEDULE_NEVER_RUNS', 'It never runs: the blackout windows leave no time for it.', {
      field: 'blackout',
      nextStep: 'Make a window shorter, or leave it out on some days.',
    });
  const gap = smallestGapMs(times, now, looked);
  refuseTooOften(gap, minMinutes);
  refuseLongJitter(gap, wanted.jitterSeconds);
  return { slots, fields, smallestGapMs: gap };
}

function refuseTooOften(gapMs: number, minMinutes: number): void {
  if (gapMs >= minMinutes * 60_000) return;
  throw fail(
    'SCHEDULE_TOO_OFTEN',
    `Two of its times lie ${words(gapMs)} apart; there must be at least ${words(minMinutes * 60_000)} between them.`,
    { field: 'cron', nextStep: 'Choose a rule that runs less often, or lower MIN_SCHEDULE_MINUTES.' },
  );
}

function refuseLongJitter(gapMs: number, jitterSeconds: number): void {
  if (jitterSeconds * 1000 < gapMs) return;
  throw fail(
    'JITTER_TOO_LONG',
    `The jitter of ${words(jitterSeconds * 1000)} must be shorter than the ${words(gapMs)} between two of its times.`,
    { field: 'jitterSeconds', nextStep: 'Choose a shorter jitter.' },
  );
}

function words(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds % 3_600 === 0 && seconds > 0) return counted(seconds / 3_600, 'hour');
  return seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(seconds, 'second');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

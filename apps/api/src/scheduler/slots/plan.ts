import type { Schedule } from '../schedule.entity';
import type { MissedSlots } from '../tick/missed-rows';
import { jitterOf } from './jitter';
import { slotsOf } from './slots';

/** What of a schedule decides about its slots. */
export type Timing = Pick<
  Schedule,
  'id' | 'cron' | 'timeZone' | 'blackout' | 'jitterSeconds' | 'graceSeconds' | 'effectiveFrom' | 'nextSlot' | 'dueAt'
>;

/**
 * What is to be done about a schedule now. Pure: it follows from the row and the time.
 * - `nothing`: no slot is due.
 * - `reset`: slots after now were handled already, so the clock went back: begin again from now. Their rows keep them from being run twice.
 * - `collapse`: more than 500 slots were slept through: the oldest become one row with a count, or make the one of the last step grow.
 * - `miss`: some of the oldest become a row each; there are more.
 * - `settle`: the last of them. The newest is run if it is younger than the grace.
 * After each of them `effectiveFrom` becomes `until`, so that a crash in between loses and repeats nothing.
 */
export type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'collapse'; readonly slots: readonly Date[]; readonly until: Date }
  | { readonly kind: 'miss'; readonly missed: readonly MissedSlots[]; readonly until: Date }
  | {
      readonly kind: 'settle';
      readonly missed: readonly MissedSlots[];
      readonly run: Date | null;
      readonly until: Date;
    };

/** So many missed slots get a row each. */
export const rowsOfTheirOwn = 500;
/** Rows that one transaction adds at most: two hundred are allowed. */
const rowsAtOnce = 100;
/** Slots that one transaction makes a row of at most: some milliseconds of computing. */
const collapsedAtOnce = 1_000;

export function planStep(schedule: Timing, now: Date): Step {
  if (schedule.effectiveFrom > now) return { kind: 'reset' };
  const due = dueSlots(schedule, now, rowsOfTheirOwn + collapsedAtOnce);
  const newest = due.at(-1);
  if (newest === undefined) return { kind: 'nothing' };
  const older = due.length - rowsOfTheirOwn;
  if (older > 0) return collapse(due.slice(0, Math.min(older, collapsedAtOnce)));
  // The last step gets at least one of them, so that it can tell of them all.
  if (due.length > rowsAtOnce + 1) return missSome(due.slice(0, Math.min(rowsAtOnce, due.length - 2)));
  const isYoung = now.getTime() - newest.getTime() <= schedule.graceSeconds * 1000;
  const missed = isYoung ? due.slice(0, -1) : due;
  return { kind: 'settle', missed: missed.map(alone), run: isYoung ? newest : null, until: newest };
}

const alone = (at: Date): MissedSlots => ({ at, count: 1 });

function collapse(slots: readonly Date[]): Step {
  return { kind: 'collapse', slots, until: slots.at(-1) ?? new Date(NaN) };
}

function missSome(slots: readonly Date[]): Step {
  return { kind: 'miss', missed: slots.map(alone), until: slots.at(-1) ?? new Date(NaN) };
}

/** The oldest first, `most` of them. */
function dueSlots(schedule: Timing, now: Date, most: number): Date[] {
  const slots = slotsOf(schedule);
  const last = now.getTime() - jitterOf(schedule.id, schedule.jitterSeconds);
  const due: Date[] = [];
  let slot = slots.next(schedule.effectiveFrom);
  while (slot !== null && slot.at.getTime() <= last && due.length < most) {
    due.push(slot.at);
    slot = slots.next(slot.at);
  }
  return due;
}

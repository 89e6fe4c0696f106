import { readFields } from '../cron/fields';
import { timetable, type Timetable } from '../cron/timetable';
import { endOfBlackout, type BlackoutWindow } from './blackout';

/** When a schedule is due, without what else it says. */
export interface SlotRule {
  /** Five fields. */
  readonly cron: string;
  /** IANA. */
  readonly timeZone: string;
  readonly blackout: readonly BlackoutWindow[];
}

/** One time that a backup is due: an instant of UTC, the same for whoever computes it. */
export interface Slot {
  readonly at: Date;
  /** By the rule it would be earlier, within a blackout window: the first of the times that it stands for. Null: it is as the rule says. */
  readonly movedFrom: Date | null;
}

/** The slots of a rule, computed again for whoever asks. */
export interface Slots {
  /** The first slot after this instant; null: there is none, ever. */
  next(after: Date): Slot | null;
  /** The first time after this instant by the rule alone. */
  nextByRule(after: Date): Date | null;
}

/**
 * Times within a blackout window become one slot at its end, unless the next slot comes sooner than half the time that lies between two times
 * of the rule (decision 0023).
 * @throws ApiError `CRON_INVALID`
 */
export function slotsOf(rule: SlotRule): Slots {
  const key = JSON.stringify([rule.cron, rule.timeZone, rule.blackout]);
  const slots = known.get(key) ?? remembering(readRule(rule));
  // Used a moment ago: forgotten last.
  known.delete(key);
  known.set(key, slots);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  return slots;
}

/** Reading a rule takes longer than finding its next time, and the tick asks for the same ones all day. */
const known = new Map<string, Slots>();
const mostKnown = 2_000;

/** The tick asks for the same two or three times again and again. */
function remembering(slots: Slots): Slots {
  const answers = new Map<number, Slot | null>();
  const next = (after: Date): Slot | null => {
    const known = answers.get(after.getTime());
    if (known !== undefined) return known;
    if (answers.size >= 8) answers.clear();
    const answer = slots.next(after);
    answers.set(after.getTime(), answer);
    return answer;
  };
  return { ...slots, next };
}

function readRule({ cron, timeZone, blackout }: SlotRule): Slots {
  const times = timetable(readFields(cron), timeZone);
  const nextByRule = (after: Date): Date | null => times.next(after);
  if (blackout.length === 0) return { nextByRule, next: (after) => plain(times.next(after)) };
  const half = smallestGapMs(times, new Date(0), 50) / 2;
  return { nextByRule, next: (after) => moved(times, blackout, timeZone, half, after) };
}

const plain = (at: Date | null): Slot | null => at && { at, movedFrom: null };

function moved(
  times: Timetable,
  blackout: readonly BlackoutWindow[],
  zone: string,
  half: number,
  after: Date,
): Slot | null {
  const first = times.next(after);
  for (let time = first; time !== null;) {
    const at = endOfBlackout(time, blackout, zone);
    if (at === null) return null;
    if (at.getTime() === time.getTime()) return { at, movedFrom: null };
    const following = times.next(new Date(at.getTime() - 1));
    const next = following && endOfBlackout(following, blackout, zone);
    const gap = next === null ? Infinity : next.getTime() - at.getTime();
    if (gap === 0 || gap >= half) return { at, movedFrom: time };
    time = following;
  }
  return null;
}

/** Milliseconds between two times of a rule at least, of the next `count` ones; Infinity: there is one time at most. */
export function smallestGapMs(times: Timetable, from: Date, count: number): number {
  let smallest = Infinity;
  let last: Date | null = null;
  for (let n = 0, at = times.next(from); n < count && at !== null; n += 1, at = times.next(at)) {
    if (last !== null) smallest = Math.min(smallest, at.getTime() - last.getTime());
    last = at;
  }
  return smallest;
}

import { slotsOf, type SlotRule } from '../../scheduler/slots/slots';

/** An hour apart for a year; of a schedule that is more frequent fewer months are looked at. */
const mostSlots = 8_800;
/** How far a preview looks. */
const monthsAhead = 12;

/**
 * When the backups of a schedule are due in the twelve months to come, milliseconds since 1970.
 * @throws ApiError `CRON_INVALID`
 */
export function slotsAhead(rule: SlotRule, now: Date): number[] {
  return [...following(slotsOf(rule), now)];
}

function* following(slots: ReturnType<typeof slotsOf>, now: Date): Generator<number> {
  const end = monthsAfter(now, monthsAhead);
  let left = mostSlots;
  for (let slot = slots.next(now); slot !== null && slot.at <= end && left > 0; slot = slots.next(slot.at), left -= 1)
    yield slot.at.getTime();
}

/** The same day of a later month, or its last one; UTC. */
export function monthsAfter(now: Date, months: number): Date {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(now.getUTCDate(), lastDay));
  return then;
}

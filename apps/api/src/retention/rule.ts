/**
 * How long the copies of a set are kept; lifecycle.md, "Retention". Zero or null: that part keeps nothing by itself. The hard set is kept
 * whatever the rule says. Periods count in the zone of the schedule.
 */
export interface RetentionRule {
  /** The newest so many good ones; what isn't good doesn't count and is kept beside them. */
  readonly keepLast: number;
  /** Everything younger than so many times 24 hours. */
  readonly keepDays: number;
  /** The newest good copy of each of so many newest hours that have one; likewise the others. */
  readonly hourly: number;
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
  readonly yearly: number;
  /** So many newest good copies are kept whatever else is said. At least 1. */
  readonly minKeep: number;
  /** Bytes of the whole set; null: as many as there are. */
  readonly maxBytes: number | null;
}

/** Seven days, four weeks, six months: what a new schedule starts with. */
export const defaultRule: RetentionRule = {
  keepLast: 0,
  keepDays: 0,
  hourly: 0,
  daily: 7,
  weekly: 4,
  monthly: 6,
  yearly: 0,
  minKeep: 3,
  maxBytes: null,
};

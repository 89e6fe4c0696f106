/** What lay there on one day. */
export interface DayOfBytes {
  /** `2026-11-24` */
  readonly day: string;
  readonly storedBytes: number;
}

/** Fewer days say nothing of the next ones: a weekly backup is to be among them. */
const fewestDays = 7;
/** Farther ahead nobody plans. */
const mostDays = 1_000;
const dayMs = 86_400_000;

/**
 * In how many days a place is full, if what lies there goes on growing as since `first`; null: it doesn't grow, or nobody can say yet.
 * What retention deletes is in it: it is what lay there that is compared, not what came.
 * @param free bytes; null: the store doesn't say
 */
export function fullInDays(first: DayOfBytes | undefined, now: DayOfBytes, free: number | null): number | null {
  if (first === undefined || free === null) return null;
  const days = (Date.parse(now.day) - Date.parse(first.day)) / dayMs;
  if (days < fewestDays) return null;
  const perDay = (now.storedBytes - first.storedBytes) / days;
  if (perDay <= 0) return null;
  const left = Math.floor(free / perDay);
  return left > mostDays ? null : left;
}

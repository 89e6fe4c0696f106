/** Without a schedule backups are made when somebody asks: once a day is what people expect then. */
const unscheduled = 24;

/** The longest time from one backup to the next one that enabled schedules promise. Of several the most frequent one counts. */
export const promisedHours = (crons: readonly string[]): number =>
  crons.length === 0 ? unscheduled : Math.min(...crons.map(longestGapHours));

/**
 * By the fields that name days; where some are named, by the longest gap that such a rule usually leaves. Coarse on purpose: it decides when
 * a backup is late, not when it is due.
 * @param cron five fields
 */
function longestGapHours(cron: string): number {
  const [, , dayOfMonth = '*', month = '*', dayOfWeek = '*'] = cron.trim().split(/\s+/);
  if (month !== '*') return 366 * 24;
  if (dayOfMonth !== '*') return 31 * 24;
  return dayOfWeek === '*' ? 24 : 7 * 24;
}

/** Hour and minute of a day, UTC, at which the daily one is due: when most are asleep somewhere, and few backups begin. */
const [hour, minute] = [2, 10];
const dayMs = 24 * 3600_000;

/** After the last change of the settings: a row of changes is one backup. */
export const settledMs = 2 * 60_000;
/** Between two that changes ask for, at least. */
export const betweenChangesMs = 15 * 60_000;
/** After one that failed. */
export const againMs = 3600_000;

/** The last time before `now` at which a daily one was due. */
export function lastDaily(now: Date): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour, minute);
  return new Date(today <= now.getTime() ? today : today - dayMs);
}

export interface KnownSelfBackups {
  /** When the last one that succeeded began; null: none has. */
  readonly lastSuccess: Date | null;
  /** When the last one began, however it ended, and whether it failed; null: there was none. */
  readonly last: { readonly at: Date; readonly failed: boolean } | null;
  /** The newest change of the settings that the last success doesn't have; null: it has them all. */
  readonly changedAt: Date | null;
}

/** When the next one is due. It may lie in the past: then it is due now. */
export function nextSelfBackup(
  { lastSuccess, last, changedAt }: KnownSelfBackups,
  now: Date,
): {
  readonly at: Date;
  readonly reason: 'daily' | 'change';
} {
  // While the service is being set up nothing is worth keeping yet.
  const settled = changedAt === null ? -Infinity : changedAt.getTime() + settledMs;
  const today = lastDaily(now);
  const daily =
    lastSuccess === null ? Math.max(today.getTime(), settled) : today.getTime() + (lastSuccess < today ? 0 : dayMs);
  const change =
    changedAt === null || lastSuccess === null ? Infinity : Math.max(settled, lastSuccess.getTime() + betweenChangesMs);
  const at = Math.min(daily, change);
  const notBefore = last?.failed === true ? last.at.getTime() + againMs : 0;
  return { at: new Date(Math.max(at, notBefore)), reason: change < daily ? 'change' : 'daily' };
}

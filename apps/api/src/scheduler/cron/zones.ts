import { fail } from '../schedules.errors';

/** What people choose from: the zones that this machine knows, and UTC. */
export const timeZones = (): string[] => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/**
 * A zone by its IANA name, as it is written there (H26): offsets and lower case would be taken by `Intl`, but not by every reader of a time.
 * @throws ApiError `TIME_ZONE_UNKNOWN`
 */
export function checkZone(zone: string): void {
  const known = canonical(zone);
  if (known !== null && /^[A-Z]/.test(zone) && !(isSame(known, zone) && known !== zone)) return;
  const meant = timeZones().find((one) => isSame(one, zone));
  throw fail('TIME_ZONE_UNKNOWN', `The time zone "${zone.slice(0, 64)}" is not in the IANA list.`, {
    field: 'timeZone',
    nextStep:
      meant === undefined
        ? 'Use a name like Europe/Berlin or UTC; GET /api/schedules/presets lists them.'
        : `Write ${meant}.`,
  });
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The name that `Intl` uses itself; null: it doesn't know this one. */
function canonical(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

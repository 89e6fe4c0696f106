import { dateFormat } from './date-format';

/** `24 Nov` of `2026-11-24`: a day of a calendar, wherever the clock is. */
export function dayText(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return '';
  return dateFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
}

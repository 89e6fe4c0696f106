import { dateFormat } from './date-format';

let zone: string | null = null;

/** Where the viewer's clock is: `Europe/Berlin`. Projects have zones of their own once they have schedules. */
export function viewerZone(): string {
  // As it was when the page was loaded: the pages say which one it is.
  zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone;
}

/** `24 Nov 08:30`; with the year when it isn't this one. */
export function moment(date: Date, now = new Date(), timeZone = viewerZone()): string {
  return dateFormat({
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
    .format(date)
    .replace(',', '');
}

/** Spoken and in titles: `24 November 2026 at 08:30:02 Europe/Berlin`. */
export const exactMoment = (date: Date, timeZone = viewerZone()): string =>
  `${dateFormat({ dateStyle: 'long', timeStyle: 'medium', timeZone }).format(date)} ${timeZone}`;

/** `08:30:02` */
export const clockTime = (date: Date, timeZone = viewerZone()): string =>
  dateFormat({ timeStyle: 'medium', timeZone }).format(date);

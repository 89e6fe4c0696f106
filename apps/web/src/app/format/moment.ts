/** Where the viewer's clock is: `Europe/Berlin`. Projects have zones of their own once they have schedules. */
export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `24 Nov 08:30`; with the year when it isn't this one. */
export function moment(date: Date, now = new Date(), zone = viewerZone()): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
    .format(date)
    .replace(',', '');
}

/** Spoken and in titles: `24 November 2026 at 08:30:02 Europe/Berlin`. */
export const exactMoment = (date: Date, zone = viewerZone()): string =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: zone }).format(date)} ${zone}`;

/** `08:30:02` */
export const clockTime = (date: Date, zone = viewerZone()): string =>
  new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone }).format(date);

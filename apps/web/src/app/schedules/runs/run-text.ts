import type { PreviewRunDto } from '../../api/models/preview-run-dto';
import { dateFormat } from '../../format/date-format';

/** `Tue 23 Mar`, of `2027-03-23T02:30`: by the clock of the zone it was computed for. */
export const runDay = (local: string): string =>
  dateFormat({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
    .format(asUtc(local))
    .replace(',', '');

/** `02:30` */
export const runClock = (local: string): string => local.slice(11, 16);

/** What is unusual about a run; null: nothing. The words of design/ux.md §5.7. */
export function runNote({ local, dst, intended, runsTwice, movedFromLocal }: PreviewRunDto): string | null {
  const [day, clock] = [shortDay(local), runClock(local)];
  if (movedFromLocal !== null)
    return $localize`${day}:day:: put off from ${runClock(movedFromLocal)}:clock: by a blackout`;
  if (dst === 'gap') return $localize`${day}:day:: ${intended ?? clock}:missing: does not exist, runs ${clock}:clock:`;
  if (dst === 'repeat')
    return runsTwice
      ? $localize`${day}:day:: ${clock}:clock: occurs twice, runs twice`
      : $localize`${day}:day:: ${clock}:clock: occurs twice, runs once`;
  return null;
}

/** `28 Mar` */
const shortDay = (local: string): string =>
  dateFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(asUtc(local));

/** Only to be formatted as it stands. */
const asUtc = (local: string): Date => new Date(`${local.slice(0, 16)}:00Z`);

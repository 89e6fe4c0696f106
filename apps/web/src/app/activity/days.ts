import { dateFormat } from '../format/date-format';
import type { AuditEventDto } from '../api/models/audit-event-dto';
import { viewerZone } from '../format/moment';

export interface Day {
  readonly name: string;
  readonly events: readonly AuditEventDto[];
}

/** The entries by days of the viewer, in their order: `Tue 24 Nov`. */
export function daysOf(events: readonly AuditEventDto[], now = new Date(), zone = viewerZone()): Day[] {
  const format = (at: Date): string =>
    dateFormat({
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
      timeZone: zone,
    }).format(at);
  const days = new Map<string, AuditEventDto[]>();
  for (const event of events) {
    const name = format(new Date(event.at)).replace(',', '');
    const day = days.get(name);
    if (day === undefined) days.set(name, [event]);
    else day.push(event);
  }
  return [...days].map(([name, of]) => ({ name, events: of }));
}

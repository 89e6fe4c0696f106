import type { Api } from '../../api/api';
import { listAuditEvents } from '../../api/functions';
import type { DestinationDto } from '../../api/models/destination-dto';

/**
 * When each stored secret was entered, by field, as the activity tells it. One that was entered before the last 200 changes, or in the
 * environment, has no date.
 */
export async function secretDates(api: Api, { id, config }: DestinationDto): Promise<Readonly<Record<string, string>>> {
  const { items } = await api.invoke(listAuditEvents, { objectType: 'destination', object: id, limit: 200 });
  const dates: Record<string, string> = {};
  const made = items.find(({ action }) => action === 'destination.create');
  for (const event of items)
    for (const { field, hidden } of event.action === 'destination.update' ? event.changes : []) {
      const name = field.replace(/^config\./, '');
      if (hidden) dates[name] ??= event.at;
    }
  for (const [name, value] of Object.entries(config ?? {}))
    if (made !== undefined && typeof value === 'object' && value.set) dates[name] ??= made.at;
  return dates;
}

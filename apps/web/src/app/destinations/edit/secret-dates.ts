import type { Api } from '../../api/api';
import { listAuditEvents } from '../../api/fn/audit/list-audit-events';
import type { StoredConfig } from '../../config-form/field-value';

/**
 * When each stored secret was entered, by field, as the activity tells it. One that was entered before the last 200 changes, or in the
 * environment, has no date.
 */
export async function secretDates(
  api: Api,
  { id, config }: { readonly id: string; readonly config: StoredConfig },
  objectType: 'destination' | 'channel' = 'destination',
): Promise<Readonly<Record<string, string>>> {
  const { items } = await api.invoke(listAuditEvents, { objectType, object: id, limit: 200 });
  const dates: Record<string, string> = {};
  const made = items.find(({ action }) => action === `${objectType}.create`);
  for (const event of items)
    for (const { field, hidden } of event.action === `${objectType}.update` ? event.changes : []) {
      const name = field.replace(/^config\./, '');
      if (hidden) dates[name] ??= event.at;
    }
  for (const [name, value] of Object.entries(config ?? {}))
    if (made !== undefined && typeof value === 'object' && value.set) dates[name] ??= made.at;
  return dates;
}

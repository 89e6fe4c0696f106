import type { Api } from '../api/api';
import { listAuditEvents } from '../api/fn/audit/list-audit-events';
import type { ListAuditEvents$Params } from '../api/fn/audit/list-audit-events';
import type { AuditEventDto } from '../api/models/audit-event-dto';
import { csvCell } from '../files/csv-cell';

/** Every entry that the filter leaves, page by page. @throws HttpErrorResponse */
export async function allEvents(api: Api, filter: ListAuditEvents$Params): Promise<AuditEventDto[]> {
  const events: AuditEventDto[] = [];
  let cursor: string | null = null;
  do {
    const params: ListAuditEvents$Params = { ...filter, limit: 200, ...(cursor === null ? {} : { cursor }) };
    const page = await api.invoke(listAuditEvents, params);
    events.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return events;
}

const columns: readonly (readonly [string, (event: AuditEventDto) => string])[] = [
  ['id', ({ id }) => String(id)],
  ['time', ({ at }) => at],
  ['actor_kind', ({ actorKind }) => actorKind],
  ['actor', ({ actorName }) => actorName],
  ['action', ({ action }) => action],
  ['object_type', ({ objectType }) => objectType ?? ''],
  ['object_id', ({ objectId }) => objectId ?? ''],
  ['object', ({ objectName }) => objectName ?? ''],
  ['address', ({ address }) => address ?? ''],
  ['changes', ({ changes }) => (changes.length === 0 ? '' : JSON.stringify(changes))],
  ['detail', ({ detail }) => (detail === null ? '' : JSON.stringify(detail))],
];

/** RFC 4180, times in UTC. */
export const csvOf = (events: readonly AuditEventDto[]): string =>
  [columns.map(([name]) => name), ...events.map((event) => columns.map(([, of]) => csvCell(of(event))))]
    .map((row) => `${row.join(',')}\r\n`)
    .join('');

export const jsonOf = (events: readonly AuditEventDto[]): string => `${JSON.stringify(events, null, 2)}\n`;

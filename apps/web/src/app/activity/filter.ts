import type { AuditKind } from '../api/models/audit-kind';
import type { ListAuditEvents$Params } from '../api/fn/audit/list-audit-events';

/** What the address says: `?kind=runs&actor=…&from=2026-11-17&to=2026-11-24&object=…`. */
export interface ActivityFilter {
  readonly kind?: string | undefined;
  readonly actor?: string | undefined;
  readonly object?: string | undefined;
  /** Days of the viewer's zone, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const kinds: readonly { id: AuditKind | null; name: string }[] = [
  { id: null, name: $localize`Everything` },
  { id: 'runs', name: $localize`Runs` },
  { id: 'changes', name: $localize`Changes` },
  { id: 'sign-ins', name: $localize`Sign-ins` },
  { id: 'deletions', name: $localize`Deletions` },
];

/** What is asked of the service. What the address says in vain is left out. */
export function paramsOf({ kind, actor, object, from, to }: ActivityFilter): ListAuditEvents$Params {
  const known = kinds.find(({ id }) => id !== null && id === kind)?.id;
  const [begin, end] = [dayOf(from, 0), dayOf(to, 1)];
  return {
    ...(known === undefined || known === null ? {} : { kind: known }),
    ...(given(actor) ? { actor } : {}),
    ...(given(object) ? { object } : {}),
    ...(begin === null ? {} : { from: begin.toISOString() }),
    ...(end === null ? {} : { to: end.toISOString() }),
  };
}

const given = (text: string | undefined): text is string => text !== undefined && text !== '';

/** The beginning of the day, or of one later. */
function dayOf(text: string | undefined, later: number): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? '') ?? [];
  if (year === undefined) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day) + later);
  return Number.isNaN(date.getTime()) ? null : date;
}

import { RestoreError } from './errors';
import type { PlanItem, RestorePlan } from './plan/restore-plan';
import type { RestoreMode } from './request';

const named = 5;
const detailed = 20;

/** @throws RestoreError `PLAN_CONFLICTS` with everything that stands in the way, up to twenty by name and reason. */
export function refuseConflicts({ items, mode }: Pick<RestorePlan, 'items' | 'mode'>): void {
  const conflicts = items.filter(({ action }) => action === 'conflict');
  if (conflicts.length === 0) return;
  const first = conflicts.slice(0, named).map(nameOf).join(', ');
  const more = conflicts.length > named ? ` and ${conflicts.length - named} more` : '';
  const lines = conflicts.slice(0, detailed).map((item) => `${nameOf(item)}: ${item.reason ?? 'it is there already.'}`);
  const rest =
    conflicts.length > detailed ? [`… and ${conflicts.length - detailed} more, which the plan (--plan) lists`] : [];
  throw new RestoreError(
    'PLAN_CONFLICTS',
    `This stands in the way in the target: ${first}${more}. Nothing was changed.`,
    waysOut[mode],
    { detail: [...lines, ...rest].join('\n') },
  );
}

const waysOut: Readonly<Record<RestoreMode, string>> = {
  empty: 'Restore into an empty database.',
  add: 'Restore into another database, take only a part (--only), or drop what is in the way after a backup of it (--replace).',
  replace: 'Move what is in the way yourself, restore into another database, or take only a part (--only).',
};

/** Names may hold line breaks, which would forge a line. */
const nameOf = ({ type, name }: PlanItem): string => `${type} ${name}`.replaceAll(/\p{Cc}+/gu, ' ');

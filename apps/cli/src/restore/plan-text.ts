import { formatSelection } from '@stowbase/restore';
import type { PlanAction, PlanItem, RestorePlan } from '@stowbase/restore';
import { columns, count, plain, size } from '../words';
import { groupedLines, plural } from './grouped-lines';
import { originText, targetText } from './place-text';
import { warningLines } from './warning-lines';

/** What will happen, most important first: what stands in the way, what will differ, what is left out, then what is made. */
export function planText(plan: RestorePlan): string {
  return [
    ...headLines(plan),
    ...section('In the way; nothing is restored while these are there', plan, 'conflict'),
    ...section('Dropped first', plan, 'replace'),
    ...section('Made, but not as in the archive', plan, 'rewrite'),
    ...section('Left as it is, or left out', plan, 'skip'),
    '',
    ...amountLines(plan),
    ...warningLines(plan.warnings),
  ].join('\n');
}

/** For one who has said yes already: where to, what is dropped, how much. The report says the rest. */
export function shortPlanText(plan: RestorePlan): string {
  return [...headLines(plan), ...section('Dropped first', plan, 'replace'), '', ...amountLines(plan)].join('\n');
}

function headLines(plan: RestorePlan): string[] {
  const facts: [string, string][] = [
    ['From', originText(plan)],
    ['Into', targetText(plan)],
    ['How', MODES[plan.mode]],
  ];
  if (plan.only.length > 0) facts.push(['Only', plan.only.map((part) => plain(formatSelection(part))).join(', ')]);
  return columns(facts, '');
}

const MODES: Readonly<Record<RestorePlan['mode'], string>> = {
  empty: 'into an empty target',
  add: 'beside what is there; nothing is dropped',
  replace: 'in place of what is in the way, after a backup of the target',
};

function section(title: string, plan: RestorePlan, action: PlanAction): string[] {
  const items = plan.items.filter((item) => item.action === action);
  if (items.length === 0) return [];
  const reasoned = items.map((item) => ({ ...item, reason: item.reason ?? FALLBACK_REASONS[action] }));
  const lines = groupedLines(reasoned, MOST_NAMES[action]);
  return ['', `${title} (${items.length.toLocaleString('en-US')}):`, ...lines];
}

const FALLBACK_REASONS: Readonly<Record<PlanAction, string>> = {
  conflict: 'It is there already.',
  replace: 'It is there already.',
  rewrite: 'Changed to fit the target.',
  skip: 'Not needed here.',
  create: '',
};

/** What is about to be dropped, or has to be moved, is named as far as anybody reads. */
const MOST_NAMES: Readonly<Record<PlanAction, number>> = { conflict: 30, replace: 30, rewrite: 5, skip: 5, create: 0 };

const MOST_TYPES = 8;

function amountLines({ items, tables, rawBytes }: RestorePlan): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const made = typeCounts(items.filter(({ action, key }) => key !== null && MAKES.has(action)));
  return columns(
    [
      ['Creates', made === '' ? 'no objects' : made],
      ['Writes', `${count(rows, 'row')} of ${count(tables.length, 'table')}, about ${size(rawBytes)} of SQL`],
    ],
    '',
  );
}

const MAKES: ReadonlySet<PlanAction> = new Set(['create', 'rewrite', 'replace']);

/** `42 tables, 12 functions, 5 policies and 9 others`, the most frequent first. */
function typeCounts(items: readonly PlanItem[]): string {
  const counts = new Map<string, number>();
  for (const { type } of items) counts.set(type, (counts.get(type) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const named = sorted.slice(0, MOST_TYPES).map(([type, n]) => count(n, plain(type), plain(plural(type))));
  const others = sorted.slice(MOST_TYPES).reduce((sum, [, n]) => sum + n, 0);
  return `${named.join(', ')}${others > 0 ? ` and ${count(others, 'other')}` : ''}`;
}

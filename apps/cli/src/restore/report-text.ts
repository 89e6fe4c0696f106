import type { Contents } from '@stowbase/archive';
import type { Comparison, RestoreReport } from '@stowbase/restore';
import { limitLines } from '../contents-text';
import { columns, count, duration, plain } from '../words';
import { limitsAfter } from './limits-after';
import { targetText } from './place-text';
import { warningLines } from './warning-lines';

/** What a person reads after a restore: is it all there, what differs, what was not run, what is left to do by hand. */
export function reportText(report: RestoreReport, contents: Contents): string {
  return [
    headline(report),
    ...comparisonLines(report.comparisons),
    ...skippedLines(report),
    ...byHandLines(report, contents),
    // What no backup holds is above, with its statements.
    ...warningLines(report.warnings.filter(({ code }) => !code.startsWith('LIMIT_'))),
    ...safetyLines(report),
  ].join('\n');
}

function headline(report: RestoreReport): string {
  const how = report.status === 'done' ? 'Restored' : 'Restored, with differences';
  const what = `${count(report.tables, 'table')}, ${count(report.rows, 'row')}`;
  const way = report.inOneTransaction ? 'in one transaction' : 'in steps';
  return `${how}: ${targetText(report.plan)}, ${what}, ${way}, in ${duration(report.seconds)}.`;
}

const NAMES: Readonly<Record<string, string>> = {
  rows: 'Rows of tables',
  sequences: 'Sequences',
  objects: 'Objects',
  foreign_keys: 'Foreign keys',
  row_security: 'Row security',
  row_security_added: 'Row security beyond it',
  policies: 'Policies',
  triggers: 'Triggers',
  privileges: 'Privileges',
  extra_privileges: 'Nothing granted beyond it',
  default_privileges: 'Default privileges',
  owners: 'Owners',
  materialized_views: 'Materialized views',
  superuser: 'The superuser is still one',
};

const STATUS: Readonly<Record<Comparison['status'], string>> = {
  equal: 'equal',
  different: 'DIFFERENT',
  'not-portable': 'not portable to this target',
};

const MOST_DIFFERENCES = 10;

/** What differs comes first, by name; what is equal is a line each. */
function comparisonLines(comparisons: readonly Comparison[]): string[] {
  if (comparisons.length === 0) return [];
  const width = Math.max(...comparisons.map(({ checked }) => checked.toLocaleString('en-US').length));
  const table = columns(
    comparisons.map(({ what, status, checked }) => [
      NAMES[what] ?? plain(what.replaceAll('_', ' ')),
      checked.toLocaleString('en-US').padStart(width),
      STATUS[status],
    ]),
  );
  return ['', 'Compared with the archive:', ...table.flatMap((line, i) => [line, ...namedUnder(comparisons[i])])];
}

function namedUnder(comparison: Comparison | undefined): string[] {
  const { differences = [] } = comparison ?? {};
  const named = differences.slice(0, MOST_DIFFERENCES).map((text) => `      ${plain(text)}`);
  const more = differences.length - named.length;
  return more > 0 ? [...named, `      … and ${count(more, 'more', 'more')} ("--json" lists them)`] : named;
}

const MOST_REASONS = 20;
const MOST_EXAMPLES = 3;
const LONGEST_EXAMPLE = 100;

/** Each reason once, with how many statements it kept back and the first of them. */
function skippedLines({ skipped }: RestoreReport): string[] {
  if (skipped.length === 0) return [];
  const groups = [...Map.groupBy(skipped, ({ reason }) => reason)];
  const lines = groups
    .slice(0, MOST_REASONS)
    .flatMap(([reason, group]) => [
      `  ${group.length.toLocaleString('en-US')} × ${plain(reason)}`,
      ...group.slice(0, MOST_EXAMPLES).map(({ text }) => `      ${plain(text).slice(0, LONGEST_EXAMPLE)}`),
    ]);
  return ['', `Not run (${count(skipped.length, 'statement')}; "--json" lists all):`, ...lines];
}

function byHandLines(report: RestoreReport, contents: Contents): string[] {
  const lines = limitLines({ limits: limitsAfter(report, contents) });
  return lines.length === 0 ? [] : ['', 'Not part of any database backup; set again now:', ...lines];
}

function safetyLines({ safetyBackup }: RestoreReport): string[] {
  if (safetyBackup === null) return [];
  return [
    '',
    `Before    ${plain(safetyBackup.place)} holds the target as it was`,
    `SHA-256   ${safetyBackup.fileSha256}`,
  ];
}

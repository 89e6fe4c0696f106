import { count, plain } from '../words';

/** One thing and why it is treated as it is. */
export interface Reasoned {
  /** `event trigger`, `policy` */
  readonly type: string;
  readonly name: string;
  readonly reason: string;
}

/** How many names a group shows, and how many groups there are before the rest is only counted. */
const MOST_NAMES = 5;
const MOST_GROUPS = 20;

/** Things with the same reason under one line: a thousand objects with three reasons are three lines. */
export function groupedLines(things: readonly Reasoned[]): string[] {
  const all = [...Map.groupBy(things, ({ type, reason }) => JSON.stringify([type, reason])).values()];
  const lines = all.slice(0, MOST_GROUPS).map(groupLine);
  const rest = all.slice(MOST_GROUPS).reduce((sum, group) => sum + group.length, 0);
  return rest === 0 ? lines : [...lines, `  … and ${count(rest, 'more', 'more')} ("--json" lists all)`];
}

function groupLine(group: readonly Reasoned[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const named = group.slice(0, MOST_NAMES).map(({ name }) => plain(name));
  const more = group.length - named.length;
  const names = `${named.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`;
  const type = plain(group.length === 1 ? first.type : plural(first.type));
  return `  ${type} ${names}: ${plain(first.reason)}`;
}

/** `policy` → `policies`, `index` → `indexes`; what is a plural already stays. */
export function plural(type: string): string {
  if (/(?:[^s]s|data)$/.test(type)) return type;
  if (/[^aeiou]y$/.test(type)) return `${type.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(type) ? `${type}es` : `${type}s`;
}

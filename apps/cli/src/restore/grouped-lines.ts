import { count, plain } from '../words';

/** One thing and why it is treated as it is. */
export interface Reasoned {
  /** `event trigger`, `policy` */
  readonly type: string;
  readonly name: string;
  readonly reason: string;
}

/** So many reasons are shown before the rest is only counted. */
const MOST_REASONS = 20;

/**
 * Things with the same reason together, and of one type in one line: a thousand objects with three reasons stay readable. Of each type
 * at most `mostNames` are named.
 */
export function groupedLines(things: readonly Reasoned[], mostNames: number): string[] {
  const groups = [...Map.groupBy(things, ({ reason }) => reason)];
  const lines = groups.slice(0, MOST_REASONS).flatMap(([reason, group]) => reasonLines(reason, group, mostNames));
  const rest = groups.slice(MOST_REASONS).reduce((sum, [, group]) => sum + group.length, 0);
  return rest === 0 ? lines : [...lines, `  … and ${count(rest, 'more', 'more')} ("--json" lists all)`];
}

function reasonLines(reason: string, group: readonly Reasoned[], mostNames: number): string[] {
  const types = [...Map.groupBy(group, ({ type }) => type)].map(([type, ofType]) => typeLine(type, ofType, mostNames));
  const [only] = types;
  if (types.length === 1) return [`  ${only}: ${plain(reason)}`];
  return [`  ${plain(reason).replace(/\.$/, '')}:`, ...types.map((line) => `    ${line}`)];
}

function typeLine(type: string, group: readonly Reasoned[], mostNames: number): string {
  const named = group.slice(0, mostNames).map(({ name }) => plain(name));
  const more = group.length - named.length;
  const names = `${named.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`;
  return `${plain(group.length === 1 ? type : plural(type))} ${names}`;
}

/** `policy` → `policies`, `index` → `indexes`; what is a plural already stays. */
export function plural(type: string): string {
  if (/(?:[^s]s|data)$/.test(type)) return type;
  if (/[^aeiou]y$/.test(type)) return `${type.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(type) ? `${type}es` : `${type}s`;
}

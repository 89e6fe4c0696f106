import type { RestoreWarning } from '@stowbase/restore';
import { count, plain } from '../words';

/** A warning that lists many objects is cut, and so is a row of warnings that differ only in names: the JSON document has all of it. */
const LONGEST = 400;
const MOST_ALIKE = 3;

/** What is worth knowing, one line each, with the object where the text doesn't name it; nothing when there is nothing. */
export function warningLines(warnings: readonly RestoreWarning[]): string[] {
  if (warnings.length === 0) return [];
  const alike = [...Map.groupBy(warnings, ({ code, text }) => JSON.stringify([code, withoutNames(text)])).values()];
  return ['', 'Worth knowing:', ...alike.flatMap(linesOf)];
}

function linesOf(alike: readonly RestoreWarning[]): string[] {
  const lines = alike.slice(0, MOST_ALIKE).map((warning) => `  ${cut(plain(textOf(warning)))}`);
  const more = alike.length - lines.length;
  return more === 0 ? lines : [...lines, `  … and ${count(more, 'more', 'more')} like these ("--json" lists all)`];
}

const withoutNames = (text: string): string => text.replaceAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, '""');

/** A server's own warning is about a member of the archive, which tells people nothing. */
const textOf = ({ code, text, object }: RestoreWarning): string =>
  object === undefined || code === 'SERVER_WARNING' || text.includes(object) ? text : `${object}: ${text}`;

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);

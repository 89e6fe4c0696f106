import type { RestoreWarning } from '@stowbase/restore';
import { plain } from '../words';

/** A warning that lists many objects is cut: the JSON document has all of it. */
const LONGEST = 400;

/** What is worth knowing, one line each, with the object where the text doesn't name it; nothing when there is nothing. */
export function warningLines(warnings: readonly RestoreWarning[]): string[] {
  if (warnings.length === 0) return [];
  return ['', 'Worth knowing:', ...warnings.map((warning) => `  ${cut(plain(textOf(warning)))}`)];
}

const textOf = ({ text, object }: RestoreWarning): string =>
  object === undefined || text.includes(object) ? text : `${object}: ${text}`;

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);

import type { Fingerprint } from '@stowbase/postgres/testing';

/** What a copy has not, because it would work on the copy too. */
const notCopied = /^(trigger|rule|publication|routine)\||^comment\|(trigger|rule) /;

/** The fingerprint's lines of a table and its parts, with other names: pairs of old and new text, replaced in their order. */
export function underOtherNames(
  lines: Fingerprint,
  table: string,
  names: readonly (readonly [string, string])[],
): string[] {
  const start = table.replace(/"$/, '');
  const ofTable = lines.filter((line) => {
    const [, object = ''] = line.split('|');
    const at = object.indexOf(start);
    const isWhole = (at === 0 || object[at - 1] === ' ') && /^(["._ ]|$)/.test(object.slice(at + start.length));
    const isPart = names.some(([from]) => object === from);
    return !notCopied.test(line) && (isPart || (at >= 0 && isWhole));
  });
  return ofTable.map((line) => names.reduce((text, [from, to]) => text.replaceAll(from, to), line)).sort();
}

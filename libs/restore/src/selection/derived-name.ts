/** PostgreSQL cuts a longer name without an error, and two cut names may be the same. */
const longestBytes = 63;
/** Of UTF-8: a name that was cut may be so much shorter than the limit. */
const longestCharacter = 4;

/** A table's old and new name. */
export interface NewTableName {
  readonly from: string;
  readonly to: string;
}

/**
 * The name that something of a table gets when the table comes back under another one: `orders_id_seq` of `orders` becomes
 * `orders2_id_seq`, `latest` becomes `orders2_latest`. At most 63 bytes, never a part of a character, and one that `isTaken` refuses
 * nothing about: else with a number at its end.
 */
export function derivedName(name: string, table: NewTableName, isTaken: (name: string) => boolean): string {
  const rest = restBehind(name, table.from) ?? `_${name}`;
  for (let number = 0; ; number++) {
    const candidate = fitted(table.to, number === 0 ? rest : `${rest}_${number}`);
    if (!isTaken(candidate)) return candidate;
  }
}

/** What follows the table's name (PostgreSQL cuts it where both don't fit), with its underscore; null when the name doesn't begin with it. */
export function restBehind(name: string, table: string): string | null {
  if (name.startsWith(`${table}_`)) return name.slice(table.length);
  if (Buffer.byteLength(name) <= longestBytes - longestCharacter) return null;
  let common = 0;
  while (common < table.length && name[common] === table[common]) common++;
  return common > 0 && name[common] === '_' ? name.slice(common) : null;
}

/** Both parts in full where they fit, else the longer one is shortened: the table's at its end, the rest at its start. */
export function fitted(table: string, rest: string): string {
  const [head, tail] = [[...table], [...rest]];
  while (bytes(head) + bytes(tail) > longestBytes) {
    if (bytes(head) > bytes(tail)) head.pop();
    else tail.shift();
  }
  return [...head, ...tail].join('');
}

const bytes = (characters: readonly string[]): number => Buffer.byteLength(characters.join(''));

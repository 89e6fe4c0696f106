import { tableText, type TableName } from '../table-name';

/** Up to three of `names` that may have been meant: the same in other letters or another schema, or a few letters away. */
export function closeNames(wanted: TableName, names: readonly TableName[]): TableName[] {
  return names
    .map((name) => ({ name, distance: distanceOf(wanted, name) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance || (tableText(a.name) < tableText(b.name) ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

function distanceOf(a: TableName, b: TableName): number {
  const [first, second] = [a.name.toLowerCase(), b.name.toLowerCase()];
  if (first === second) return a.schema === b.schema ? 0 : 1;
  if (a.schema.toLowerCase() !== b.schema.toLowerCase()) return Infinity;
  return lettersApart(first, second);
}

/** Levenshtein's distance, two rows of the table at a time. */
function lettersApart(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const [left = 0, above = 0, diagonal = 0] = [current[column - 1], previous[column], previous[column - 1]];
      current.push(Math.min(left + 1, above + 1, diagonal + (a[row - 1] === b[column - 1] ? 0 : 1)));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

const units: readonly (readonly [string, number])[] = [
  ['TiB', 2 ** 40],
  ['TB', 1e12],
  ['GiB', 2 ** 30],
  ['GB', 1e9],
  ['MiB', 2 ** 20],
  ['MB', 1e6],
  ['KiB', 2 ** 10],
  ['kB', 1e3],
  ['B', 1],
];
const factors = new Map(units.map(([unit, factor]) => [unit.toLowerCase(), factor]));

/** Bytes of `500 GB`, `1.5 GiB`; null: no size with a unit. The service also takes bare bytes, but nobody means them when typing `500`. */
export function parseSize(text: string): number | null {
  const [, digits, unit] = /^(\d{1,16}(?:\.\d{1,3})?) ?([a-z]{1,3})$/i.exec(text.trim()) ?? [];
  const factor = factors.get(unit?.toLowerCase() ?? '');
  return digits === undefined || factor === undefined ? null : Math.round(Number(digits) * factor);
}

/** The same bytes as text, exactly, in the largest unit that goes: `500 GB`. */
export function sizeText(bytes: number): string {
  const [unit, factor] = units.find(([, each]) => bytes >= each && bytes % each === 0) ?? ['B', 1];
  return `${bytes / factor} ${unit}`;
}

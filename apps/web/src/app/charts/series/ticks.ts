/** How many lines of the grid there are above zero. */
const most = 2;

const steps = {
  bytes: Array.from({ length: 6 }, (_, unit) =>
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * 1024 ** unit),
  ).flat(),
  seconds: [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800,
  ],
} as const;

/** Where the grid has lines: round numbers of that unit, zero first. @param max the largest value shown */
export function ticksOf(max: number, unit: keyof typeof steps): readonly number[] {
  const step = steps[unit].find((size) => max / size < most + 1) ?? max;
  const above = step > 0 ? Math.floor(max / step) : 0;
  return Array.from({ length: Math.min(most, above) + 1 }, (_, n) => n * step);
}

/** In words of an axis, without decimals that say nothing: `2 GiB`, `5 min`. */
export function tickText(value: number, unit: keyof typeof steps): string {
  if (value === 0) return '0';
  if (unit === 'bytes') {
    const power = Math.max(0, Math.floor(Math.log2(value) / 10));
    return `${Math.round(value / 1024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'][power] ?? ''}`;
  }
  if (value < 60) return `${value} s`;
  if (value < 3_600) return `${value / 60} min`;
  return value < 86_400 ? `${value / 3_600} h` : `${value / 86_400} d`;
}

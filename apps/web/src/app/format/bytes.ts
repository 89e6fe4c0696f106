const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Binary units, one decimal: `4.6 GiB`; whole below 1 KiB. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? String(Math.round(value)) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** `14.3 MiB/s` */
export const rate = (bytesPerSecond: number): string => `${bytes(bytesPerSecond)}/s`;

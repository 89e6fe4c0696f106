const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Bytes of `1048576`, `500 MB`, `1.5 GiB`; null when it is no such size. */
export function parseBytes(text: string): number | null {
  const [, digits, unit] = /^(\d{1,16}(?:\.\d{1,3})?) ?([a-z]{0,3})$/i.exec(text) ?? [];
  const factor = units[unit?.toLowerCase() ?? 'none'];
  return digits === undefined || factor === undefined ? null : Math.round(Number(digits) * factor);
}

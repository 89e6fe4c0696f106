/** `412,004`; from ten million on it is rounded: `41.2 M`. */
export function count(amount: number): string {
  if (amount >= 1e9) return `${(amount / 1e9).toFixed(1)} G`;
  if (amount >= 1e7) return `${(amount / 1e6).toFixed(1)} M`;
  return exactCount(amount);
}

/** `41,209,876` */
export const exactCount = (amount: number): string => amount.toLocaleString('en-GB');

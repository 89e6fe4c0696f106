// Sizes as people write them.
const units = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };

/** '300MB' → 300000000 @param {string} text */
export function bytesOf(text) {
  const m = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)$/i.exec(text.trim());
  if (m === null) throw new Error(`A size looks like 300MB or 2GB, not '${text}'`);
  return Number(m[1]) * units[/** @type {keyof typeof units} */ (m[2]?.toUpperCase())];
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

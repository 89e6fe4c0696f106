const mebibyte = 1024 * 1024;
/** Of the 10,000 that Nextcloud has names for; the others are for objects that are longer than their estimate. */
const planned = 9_000;
const names = 9_900;
/** How often chunks become larger by their first size until all names are used: 16 MiB to begin with reach more than 5 TB. */
const steps = 71;

/**
 * Bytes of a chunk by its place, from 0. With an estimate all are equal, and at most 9,000 are needed; beyond it, and without one, they
 * grow step by step.
 */
export function chunkBytesAt(place: number, smallest: number, sizeHint = 0): number {
  const first = Math.max(smallest, Math.ceil(sizeHint / planned / mebibyte) * mebibyte);
  const within = Math.ceil(sizeHint / first);
  const step = Math.ceil((names - within) / steps);
  return first * (1 + Math.floor(Math.max(0, place - within) / step));
}

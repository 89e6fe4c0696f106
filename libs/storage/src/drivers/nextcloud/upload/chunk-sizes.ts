const mebibyte = 1024 * 1024;
/** Of the 10,000 that Nextcloud has names for, some are left. */
const mostChunks = 9_000;
/** Where the estimate was too low: so many chunks of one size, then larger ones. */
const step = 128;

/**
 * Bytes of a chunk by its place, from 0. With an estimate all are equal and at most 9,000 are needed; beyond it, and without one, they
 * grow by the smallest size every 128 chunks: 16 MiB to begin with reach 5 TB with 9,000.
 */
export function chunkBytesAt(place: number, smallest: number, sizeHint = 0): number {
  const planned = Math.max(smallest, Math.ceil(sizeHint / mostChunks / mebibyte) * mebibyte);
  const within = Math.ceil(sizeHint / planned);
  return planned + Math.floor(Math.max(0, place - within) / step) * smallest;
}

/** Uploads go in multiples of it: …/drive/api/guides/manage-uploads#uploading */
export const chunkMultiple = 256 * 1024;

/** A large object is worth a larger buffer: with each chunk Google's answer is waited for. */
const mostTimes = 4;
/** An object should have so many chunks before they grow. */
const fewChunks = 64;

/** Bytes of a chunk, a multiple of 256 KiB: `smallest`, up to four times as much for what is said to become large. */
export function chunkBytesFor(sizeHint: number | undefined, smallest: number): number {
  const wanted = Math.ceil((sizeHint ?? 0) / fewChunks / chunkMultiple) * chunkMultiple;
  return Math.min(smallest * mostTimes, Math.max(smallest, wanted));
}

const magic = 0xfd2fb528;
/** Bytes. */
export const longestHeader = 18;

/**
 * The content size that a zstd frame states in its header; null when it states none or is no frame (RFC 8878 §3.1.1.1).
 * It says how much the frame may decode to, not that it decodes.
 */
export function statedContentSize(start: Buffer): number | null {
  if (start.length < 6 || start.readUInt32LE(0) !== magic) return null;
  const descriptor = start[4] ?? 0;
  const single = (descriptor & 0x20) !== 0;
  const at = 5 + (single ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const header = Buffer.concat([start.subarray(0, longestHeader), Buffer.alloc(longestHeader)]);
  switch (descriptor >> 6) {
    case 0:
      return single ? (header[at] ?? null) : null;
    case 1:
      return header.readUInt16LE(at) + 256;
    case 2:
      return header.readUInt32LE(at);
    default:
      return Number(header.readBigUInt64LE(at));
  }
}

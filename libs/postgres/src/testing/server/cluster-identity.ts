import { randomBytes } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Gives a copied cluster, not yet started, a system identifier of its own, as `initdb` would have. It stands in pg_control, which ends in
 * a CRC-32C (its place depends on the version), and in the first page of each WAL segment (24 bytes behind its beginning). Little-endian only.
 */
export async function renewSystemIdentifier(data: string): Promise<void> {
  const identifier = randomBytes(8);
  identifier.writeUInt8(identifier.readUInt8(7) & 0x7f, 7); // shown as a signed number
  const control = path.join(data, 'global', 'pg_control');
  const bytes = await readFile(control);
  const crcAt = placeOfCrc(bytes);
  identifier.copy(bytes, 0);
  bytes.writeUInt32LE(crc32c(bytes.subarray(0, crcAt)), crcAt);
  await overwrite(control, bytes.subarray(0, crcAt + 4), 0);
  const wal = path.join(data, 'pg_wal');
  const segments = (await readdir(wal)).filter((name) => /^[0-9A-F]{24}$/.test(name));
  await Promise.all(segments.map((name) => overwrite(path.join(wal, name), identifier, 24)));
}

function placeOfCrc(control: Buffer): number {
  for (let at = 64; at + 4 <= Math.min(control.length, 1024); at += 4) {
    if (control.readUInt32LE(at) === crc32c(control.subarray(0, at))) return at;
  }
  throw new Error('The checksum of pg_control was not found.');
}

async function overwrite(file: string, bytes: Buffer, position: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.write(bytes, 0, bytes.length, position);
  } finally {
    await handle.close();
  }
}

function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

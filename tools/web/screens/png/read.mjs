// Reads the PNGs that a browser makes: 8 bits a channel, with or without alpha, not interlaced.
import { inflateSync } from 'node:zlib';

/**
 * @typedef {{ width: number, height: number, pixels: Uint32Array }} Picture pixels from the top left, each `0xRRGGBB`
 */

/** @param {Buffer} file @returns {Picture} */
export function readPng(file) {
  const chunks = [...chunksOf(file)];
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (head === undefined) throw new Error('This is no PNG.');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const [depth, kind, interlaced] = [head[8], head[9], head[12]];
  const size = kind === 2 ? 3 : 4;
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0)
    throw new Error(`PNGs of ${depth} bits, kind ${kind} are not read here.`);
  const rows = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const bytes = unfilter(rows, width * size, height, size);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i += 1)
    pixels[i] = (bytes[i * size] << 16) | (bytes[i * size + 1] << 8) | bytes[i * size + 2];
  return { width, height, pixels };
}

function* chunksOf(file) {
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    yield { type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** Each row says how it was predicted from what is left of it and above it (PNG specification, section 9). */
function unfilter(rows, length, height, size) {
  const out = new Uint8Array(length * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (length + 1)];
    const from = y * (length + 1) + 1;
    const to = y * length;
    for (let x = 0; x < length; x += 1) {
      const left = x >= size ? out[to + x - size] : 0;
      const above = y > 0 ? out[to + x - length] : 0;
      const corner = x >= size && y > 0 ? out[to + x - length - size] : 0;
      out[to + x] = rows[from + x] + predicted(filter, left, above, corner);
    }
  }
  return out;
}

function predicted(filter, left, above, corner) {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

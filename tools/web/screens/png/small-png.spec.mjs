import { deflateSync } from 'node:zlib';
import { indexed } from './palette.mjs';
import { readPng } from './read.mjs';
import { smallPng } from './small-png.mjs';
import { writePng } from './write.mjs';

const picture = (width, height, color) => ({
  width,
  height,
  pixels: Uint32Array.from({ length: width * height }, (_, n) => color(n % width, Math.floor(n / width))),
});

/** As browsers write them, each row with a filter of its own. */
function browserPng({ width, height, pixels }) {
  const bytes = (n) => [pixels[n] >> 16, (pixels[n] >> 8) & 255, pixels[n] & 255, 255];
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    const row = Array.from({ length: width }, (_, x) => bytes(y * width + x)).flat();
    const above =
      y === 0 ? row.map(() => 0) : Array.from({ length: width }, (_, x) => bytes((y - 1) * width + x)).flat();
    const [filter, before] = [y % 5, (x) => (x < 4 ? 0 : row[x - 4])];
    const corner = (x) => (x < 4 ? 0 : above[x - 4]);
    const guess = (x) => {
      const [a, b, c] = [before(x), above[x], corner(x)];
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      return [0, a, b, (a + b) >> 1, pa <= pb && pa <= pc ? a : pb <= pc ? b : c][filter];
    };
    rows.push(filter, ...row.map((value, x) => (value - guess(x)) & 255));
  }
  const chunk = (type, data) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(type, 4, 'latin1');
    return [head, data, Buffer.alloc(4)];
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width);
  size.writeUInt32BE(height, 4);
  size.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.alloc(8),
    ...chunk('IHDR', size),
    ...chunk('IDAT', deflateSync(Buffer.from(rows))),
    ...chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('pictures of screens', () => {
  const colorful = picture(40, 40, (x, y) => ((x * 6) << 16) | ((y * 6) << 8) | ((x * y) & 255));

  it('are read whatever filters the browser chose', () => {
    expect(readPng(browserPng(colorful))).toEqual(colorful);
  });

  it('keep their colours where there are few', () => {
    const few = picture(20, 10, (x, y) => [0xf6f8f6, 0x00655b, 0xae1f1a][(x + y) % 3]);
    const { colors, indexes } = indexed(few, 256);
    expect([...colors].sort()).toEqual([0x00655b, 0xae1f1a, 0xf6f8f6].sort());
    expect(Array.from(indexes, (index) => colors[index])).toEqual([...few.pixels]);
  });

  it('have as many colours as are allowed; the most frequent stay what they are', () => {
    const page = picture(60, 60, (x, y) => (y < 30 ? 0xf6f8f6 : ((x * 4) << 16) | (y << 8)));
    const { colors } = indexed(page, 32);
    expect(colors.length).toBeLessThanOrEqual(32);
    expect(colors).toContain(0xf6f8f6);
  });

  it('are written as PNGs with a palette that say their size', () => {
    const file = writePng(colorful, indexed(colorful, 256));
    expect(file.subarray(1, 4).toString()).toBe('PNG');
    expect([file.readUInt32BE(16), file.readUInt32BE(20), file[25]]).toEqual([40, 40, 3]);
  });

  it('get fewer colours where they would be too large, and are refused where that does not help', () => {
    const file = browserPng(colorful);
    const [full, fewer] = [smallPng(file, 100_000), smallPng(file, 1_300)];
    expect(fewer.length).toBeLessThanOrEqual(1_300);
    expect(fewer.length).toBeLessThan(full.length);
    expect(() => smallPng(file, 100)).toThrow('The picture of 40 × 40 does not fit into 100 bytes.');
  });
});

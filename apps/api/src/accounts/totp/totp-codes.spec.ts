import * as jsqr from 'jsqr';
import { newTotpSecret, totpQrCode, totpUri } from './totp-codes';

// A CommonJS package whose types say that it is none: its function is one step deeper in Node.
const readCode = (jsqr.default as unknown as { default: typeof jsqr.default }).default;

/** The picture as a camera sees it, 4 × 4 pixels a square. */
function pixelsOf(svg: string): { data: Uint8ClampedArray; side: number } {
  const side = 4 * Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)\.5h(\d+)/g)) {
    for (let row = 4 * Number(y); row < 4 * Number(y) + 4; row += 1)
      for (let column = 4 * Number(x); column < 4 * (Number(x) + Number(length)); column += 1)
        data.fill(0, 4 * (row * side + column), 4 * (row * side + column) + 3);
  }
  return { data, side };
}

describe('the picture of a second factor', () => {
  it.each(['a@b.org', 'a-rather-long-name.of+somebody@subdomain.example.org', 'ümläut@example.org'])(
    'is read by a camera as what it stands for (%s)',
    (email) => {
      const uri = totpUri(newTotpSecret(), email);
      const { data, side } = pixelsOf(totpQrCode(uri));
      expect(readCode(data, side, side)?.data).toBe(uri);
    },
  );
});

import fc from 'fast-check';
import { readRange } from './byte-range';

describe('a Range header', () => {
  it.each<[string | undefined, number, ReturnType<typeof readRange>]>([
    [undefined, 10, null],
    ['bytes=0-', 10, { start: 0, end: 10 }],
    ['bytes=2-4', 10, { start: 2, end: 5 }],
    ['bytes=2-99', 10, { start: 2, end: 10 }],
    ['bytes=-3', 10, { start: 7, end: 10 }],
    ['bytes=-99', 10, { start: 0, end: 10 }],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=0-0', 0, 'unsatisfiable'],
    ['bytes=5-2', 10, null],
    ['bytes=0-1,4-5', 10, null],
    ['items=0-1', 10, null],
    ['bytes=-', 10, null],
    ['bytes=1e3-', 10, null],
  ])('%s of %i bytes', (header, size, expected) => {
    expect(readRange(header, size)).toEqual(expected);
  });

  it('never gives bytes that the file does not have', () => {
    const part = fc.oneof(fc.nat().map(String), fc.constant(''));
    fc.assert(
      fc.property(part, part, fc.nat(), (first, last, size) => {
        const range = readRange(`bytes=${first}-${last}`, size);
        if (range === null || range === 'unsatisfiable') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThan(range.start);
        expect(range.end).toBeLessThanOrEqual(size);
      }),
    );
  });
});

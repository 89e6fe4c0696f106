import 'reflect-metadata';
import { describeEnds } from '../testing/describe-ends';
import { median } from './note-shrink';

describe('what the end of a run tells (P-NOTIFY-12 P-NOTIFY-13, SQLite)', () => {
  describeEnds(() => undefined);
});

describe('the median', () => {
  it.each([
    [[3], 3],
    [[1, 9], 5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

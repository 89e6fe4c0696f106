import type { ArchiveMember } from '@stowbase/archive';
import { RowQueue } from './row-queue';

const group = (rawSize: number, shared: boolean, ...numbers: number[]) => ({
  members: numbers.map((number) => ({ number, rawSize }) as ArchiveMember),
  shared,
});
const [ann, bob] = [{}, {}];

/** The numbers that two connections get by turns until nothing is left. */
function shares(queue: RowQueue<object>): [number[], number[]] {
  const got: [number[], number[]] = [[], []];
  for (let left = true; left;) {
    const round = [ann, bob].map((worker) => queue.next(worker)?.number);
    round.forEach((number, index) => number !== undefined && got[index]!.push(number));
    left = round.some((number) => number !== undefined);
  }
  return got;
}

describe('the queue of rows', () => {
  it('gives each connection a table of its own, the biggest first, and shares the last one', () => {
    const queue = new RowQueue([group(1, true, 1), group(10, true, 2, 3, 4, 5, 6, 7), group(5, true, 8, 9)]);
    expect(shares(queue)).toEqual([
      [2, 3, 4, 5, 7],
      [8, 9, 1, 6],
    ]);
  });

  it('never shares members that keep their order', () => {
    const queue = new RowQueue([group(10, false, 1, 2, 3, 4), group(1, true, 5)]);
    expect(shares(queue)).toEqual([[1, 2, 3, 4], [5]]);
  });

  it('gives nothing more once it was cleared', () => {
    const queue = new RowQueue([group(1, true, 1, 2)]);
    queue.next(ann);
    queue.clear();
    expect(queue.next(ann)).toBeUndefined();
    expect(queue.next(bob)).toBeUndefined();
  });
});

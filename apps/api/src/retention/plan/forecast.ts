import type { CopyFacts, PlanInput } from './copy-facts';
import { Periods } from './periods';
import { plan, type Plan, type PlannedCopy } from './plan';

/** What a set looks like later, if its backups come as planned and succeed. */
export interface Forecast<T extends CopyFacts> {
  /** By id, of simulated ones too: when a copy goes, milliseconds since 1970; to the hour or so where backups are frequent. Absent: later. */
  readonly goesAt: ReadonlyMap<string, number>;
  /** After the last slot that was looked at. */
  readonly left: readonly PlannedCopy<T | SimulatedCopy>[];
  /** Kept copies and their bytes after each step. */
  readonly points: readonly { readonly at: number; readonly copies: number; readonly bytes: number }[];
}

export interface SimulatedCopy extends CopyFacts {
  readonly simulated: true;
}

/** Copies looked at, over all steps: a set of thousands of copies is looked at for a shorter time. */
const mostWork = 100_000;
/** The next slots are looked at one by one; what comes later in steps, so that there are not many more than these. */
const singleSteps = 50;
const laterSteps = 350;

/**
 * Backups to come are taken as checked where today's are: else the newest checked one would seem to stay for ever.
 * @param slots of the backups to come, ascending, all after now
 * @param size bytes that each is taken to have
 */
export function forecast<T extends CopyFacts>(
  input: PlanInput<T>,
  slots: readonly number[],
  size: number,
): Forecast<T> {
  const periods = new Periods(input.zone);
  const goesAt = new Map<string, number>();
  const points: { at: number; copies: number; bytes: number }[] = [];
  const level = input.copies.some((copy) => copy.level >= 1) ? 1 : 0;
  const settle = (at: number, copies: readonly PlannedCopy[]): void => {
    for (const { copy, goes } of copies) if (goes !== null) goesAt.set(copy.id, at);
  };
  const today = plan(input, periods);
  settle(input.now, today.copies);
  let left: readonly PlannedCopy<T | SimulatedCopy>[] = keptOf(today);
  let work = 0;
  for (const step of stepsOf(slots)) {
    const at = step.at(-1) ?? input.now;
    work += left.length + step.length;
    if (work > mostWork) break;
    // Whoever reads one now has read it by then, and the newest good backup is another one.
    const then = left.map(({ copy }) => ({ ...copy, leased: false, lastOfNewest: false }));
    const copies = [...then, ...step.map((slot) => simulated(slot, size, level))];
    const next = plan<T | SimulatedCopy>({ ...input, now: at, copies }, periods);
    settle(at, next.copies);
    left = keptOf(next);
    points.push({ at, copies: left.length, bytes: next.keptBytes });
  }
  return { goesAt, left, points };
}

/** Whether it is decided after each backup or after several makes no difference to what is kept at last. */
function* stepsOf(slots: readonly number[]): Generator<readonly number[]> {
  const size = Math.max(1, Math.ceil((slots.length - singleSteps) / laterSteps));
  for (let from = 0; from < slots.length;) {
    const to = from + (from < singleSteps ? 1 : size);
    yield slots.slice(from, to);
    from = to;
  }
}

const keptOf = <T extends CopyFacts>({ copies }: Plan<T>): PlannedCopy<T>[] =>
  copies.filter(({ goes }) => goes === null);

const simulated = (at: number, size: number, level: number): SimulatedCopy => ({
  ...{ id: `simulated ${at}`, at, size, good: true, level, simulated: true },
  ...{ locked: false, leased: false, lockedUntil: null, lastOfNewest: false },
});

/** When a kept copy goes without any other coming or going: known where every reason ends by itself. Null: not known. */
export function endsAt({ reasons }: Pick<PlannedCopy, 'reasons'>): number | null {
  const ends = reasons.map(({ until }) => until);
  return ends.length > 0 && ends.every((end) => end !== null) ? Math.max(...ends) : null;
}

import { BruteForce } from '../testing/brute-force';
import { Dice, randomInput } from '../testing/random-sets';
import type { CopyFacts, PlanInput } from './copy-facts';
import { Periods } from './periods';
import { plan } from './plan';

/** Ten thousand by default; more with STOWBASE_TEST_ALL. */
const cases = process.env['STOWBASE_TEST_ALL'] === '1' ? 100_000 : 10_000;
const day = 24 * 3600_000;

interface Case {
  readonly seed: number;
  readonly input: PlanInput;
  /** Local times are read once: that is what takes long. */
  readonly periods: Periods;
  /** Ids of what the plan keeps, sorted. */
  readonly kept: readonly string[];
}

const kept = (input: PlanInput, periods: Periods): string[] =>
  plan(input, periods)
    .copies.filter(({ goes }) => goes === null)
    .map(({ copy }) => copy.id)
    .sort();

function made(seed: number): Case {
  const input = randomInput(new Dice(seed));
  const periods = new Periods(input.zone);
  return { seed, input, periods, kept: kept(input, periods) };
}

const all: Case[] = [];

/** A case that fails is shown as it is: enough to be run again. */
function forEachCase(check: (one: Case, dice: Dice) => void): void {
  for (let seed = 1; seed <= cases; seed += 1) {
    const one = all[seed] ?? made(seed);
    all[seed] = one;
    try {
      check(one, new Dice(-seed));
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(one.input)}`, { cause: error });
    }
  }
}

/** Without Jest's own comparison: ten thousand of those take longer than the plans. */
function same(a: readonly string[], b: readonly string[]): void {
  if (a.length !== b.length || a.some((id, index) => id !== b[index])) expect(a).toEqual(b);
}

describe('P-RET-1 what is kept, in ten thousand random sets', () => {
  it('is what the specification says, said again by a slow program of its own', () => {
    forEachCase(({ input, kept: ids }) => same(ids, new BruteForce(input).kept()));
  });

  it('P-RET-2 never lacks anything of the hard set', () => {
    forEachCase(({ input, kept: ids }) => {
      const brute = new BruteForce(input);
      for (const copy of input.copies)
        if (brute.isHard(copy) && !ids.includes(copy.id)) throw new Error(`${copy.id} is hard`);
    });
  });

  it('P-RET-1 does not depend on the order in which copies are given', () => {
    forEachCase(({ input, periods, kept: ids }, dice) =>
      same(ids, kept({ ...input, copies: dice.shuffled(input.copies) }, periods)),
    );
  });

  it('P-RET-1 is all of it when the plan is made again after its deletions', () => {
    forEachCase(({ input, periods, kept: ids }) => {
      const left = input.copies.filter(({ id }) => ids.includes(id));
      same(kept({ ...input, copies: left }, periods), ids);
    });
  });

  it('P-RET-1 is the same when it is decided after each backup and when it is decided once over all of them', () => {
    forEachCase(({ input, periods }) => {
      const judged = { ...input, rule: { ...input.rule, maxBytes: null } };
      const history = input.copies
        .filter(({ at }) => at <= input.now)
        .map((copy) => ({ ...copy, leased: false, lastOfNewest: false }))
        .sort((a, b) => a.at - b.at || (a.id < b.id ? 1 : -1));
      let left: CopyFacts[] = [];
      for (const copy of history) {
        const copies = [...left, copy];
        const ids = new Set(kept({ ...judged, copies, now: copy.at }, periods));
        left = copies.filter(({ id }) => ids.has(id));
      }
      same(kept({ ...judged, copies: left }, periods), kept({ ...judged, copies: history }, periods));
    });
  });

  it('F33 P-RET-2 loses nothing to copies that a clock which was years ahead has dated in the future', () => {
    forEachCase(({ input, periods }, dice) => {
      const without = { ...input, rule: { ...input.rule, maxBytes: null } };
      const ahead = Array.from({ length: 1 + dice.below(5) }, (_, n): CopyFacts => ({
        ...{ id: `future${n}`, at: input.now + 1 + dice.below(800 * day), size: 1, good: true, level: 1 },
        ...{ locked: false, leased: false, lockedUntil: null, lastOfNewest: false },
      }));
      const ids = kept({ ...without, copies: [...input.copies, ...ahead] }, periods);
      same(ids, [...kept(without, periods), ...ahead.map(({ id }) => id)].sort());
    });
  });
});

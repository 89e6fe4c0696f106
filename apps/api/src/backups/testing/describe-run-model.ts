import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { RunModel, type Happening, type ModelOptions } from './run-model';
import { openRunWorld, type RunWorld } from './run-world';
import type { Place } from '../../database/place';

const all = process.env['STOWBASE_TEST_ALL'] === '1';

const worker = fc.nat({ max: 2 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 14, arbitrary: fc.record({ is: fc.constant('step' as const), worker }) },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constantFrom('stop' as const, 'fail' as const, 'anew' as const), worker }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constantFrom('ask' as const, 'claim' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('expire' as const, 'sweep' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('cancel' as const, 'delete' as const, 'day' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('browse' as const, 'crash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constantFrom('down' as const, 'up' as const, 'late' as const, 'deaf' as const),
      store: fc.nat({ max: 1 }),
    }),
  },
);

const steps = (worker: number, count: number): Happening[] =>
  Array.from({ length: count }, () => ({ is: 'step', worker }));

/** What may come between two steps of a worker, each as it happens in life. */
const between: readonly (readonly Happening[])[] = [
  [{ is: 'cancel' }],
  [{ is: 'delete' }],
  [{ is: 'stop', worker: 0 }],
  [{ is: 'fail', worker: 0 }],
  [{ is: 'anew', worker: 0 }],
  [{ is: 'deaf', store: 0 }],
  [{ is: 'crash' }, { is: 'sweep' }],
  [{ is: 'expire' }, { is: 'sweep' }],
  [{ is: 'expire' }, { is: 'sweep' }, { is: 'cancel' }],
  [{ is: 'expire' }, { is: 'sweep' }, { is: 'claim' }],
  steps(1, 3),
  // It is frozen with its last request under way, while another one does its work.
  [{ is: 'late', store: 0 }, { is: 'expire' }, { is: 'sweep' }, { is: 'claim' }, ...steps(1, 16)],
  // It wakes when nobody thinks of it any more: only a listing finds what it publishes.
  [{ is: 'late', store: 0 }, { is: 'expire' }, { is: 'sweep' }, { is: 'day' }, { is: 'sweep' }],
  // A destination can't tell what became of it.
  [{ is: 'down', store: 1 }, { is: 'expire' }, { is: 'sweep' }, { is: 'claim' }, { is: 'up', store: 1 }],
];
/** More than a worker has with two destinations, also when its dump begins anew. */
const points = 15;
/** Of the pairs one in so many is played, unless all are asked for; it divides no other number here. */
const onePairIn = 499;

/** Each of those things at each place (every second one, unless all are asked for) between the steps of one worker, and orders of two of them. */
function* interleavings(begin: readonly Happening[]): Generator<Happening[]> {
  for (const [nth, one] of between.entries()) {
    for (let at = all ? 0 : nth % 2; at <= points; at += all ? 1 : 2) yield mixed(begin, [{ at, what: one }]);
  }
  let pairs = 0;
  for (const first of between) {
    for (const second of between) {
      for (let at = 0; at <= points; at += 1) {
        for (let then = at; then <= points; then += 1) {
          pairs += 1;
          if (!all && pairs % onePairIn !== 0) continue;
          yield mixed(begin, [
            { at, what: first },
            { at: then, what: second },
          ]);
        }
      }
    }
  }
}

function mixed(
  begin: readonly Happening[],
  things: readonly { at: number; what: readonly Happening[] }[],
): Happening[] {
  const whole = [...begin];
  for (let point = 0; point <= points; point += 1) {
    for (const { at, what } of things) if (at === point) whole.push(...what);
    whole.push({ is: 'step', worker: 0 });
  }
  return whole;
}

/**
 * Runner, frozen runner, second worker, sweeper, cancel, delete and a crash at the same time: no copy is overwritten, nothing is cancelled
 * but stored, nothing succeeded without a copy, no row is stuck, nothing is left at a destination (`RunRules` has them all), and whoever
 * has lost his claim changes nothing (`fencedTransitions`).
 */
export function describeRunModel(place: () => Place | undefined, { long }: { long: boolean }): void {
  let world: RunWorld;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    world = await openRunWorld({ limit: 1000 }, place());
  });
  afterAll(() => world.close());

  async function play(happenings: readonly Happening[], options: ModelOptions = {}): Promise<void> {
    const model = await RunModel.of(world, options);
    for (const one of happenings) await model.happen(one);
    await model.settle();
  }

  it('never end in a false state, in whatever order things happen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40, size: 'max' }), (more) =>
        play([{ is: 'ask' }, { is: 'claim' }, ...more]),
      ),
      { numRuns: (long ? 25 : 15) * (all ? 10 : 1) },
    );
  }, 900_000);

  if (long) {
    it.each<[string, Happening[]]>([
      ['', [{ is: 'ask' }, { is: 'claim' }]],
      [' and the copy goes into a browser', [{ is: 'browse' }]],
    ])(
      'never end in a false state, when anything comes between any two steps of a worker%s',
      async (_, begin) => {
        for (const each of interleavings(begin)) await play(each);
      },
      900_000,
    );
  }

  it('would be cancelled, but stored, without the point of no return', async () => {
    const end: Happening[] = [{ is: 'cancel' }, { is: 'finish' }];
    const whole: Happening[] = [{ is: 'ask' }, { is: 'claim' }, ...steps(0, 6), ...end];
    await play(whole, { destinations: 1 });
    await expect(play(whole, { destinations: 1, hasGate: false })).rejects.toThrow(/toEqual/);
  });
}

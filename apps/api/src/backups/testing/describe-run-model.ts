import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { RunModel, type Happening, type ModelOptions } from './run-model';
import { openRunWorld, type RunWorld } from './run-world';
import type { Place } from '../../database/place';

const all = process.env['STOWBASE_TEST_ALL'] === '1';

const worker = fc.nat({ max: 2 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 14, arbitrary: fc.record({ is: fc.constant('step' as const), worker }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('stop' as const, 'fail' as const), worker }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constantFrom('ask' as const, 'claim' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('expire' as const, 'sweep' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('cancel' as const, 'delete' as const, 'day' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('browse' as const, 'crash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constantFrom('down' as const, 'up' as const, 'late' as const),
      store: fc.nat({ max: 1 }),
    }),
  },
);

/** What may come between two steps of a worker, each as it happens in life. */
const between: readonly (readonly Happening[])[] = [
  [{ is: 'cancel' }],
  [{ is: 'delete' }],
  [{ is: 'expire' }, { is: 'sweep' }],
  [{ is: 'expire' }, { is: 'sweep' }, { is: 'claim' }],
  [{ is: 'stop', worker: 0 }],
  [{ is: 'crash' }, { is: 'sweep' }],
  [{ is: 'late', store: 0 }, { is: 'expire' }, { is: 'sweep' }],
  [{ is: 'down', store: 0 }, { is: 'expire' }, { is: 'sweep' }, { is: 'claim' }, { is: 'up', store: 0 }],
  [
    { is: 'step', worker: 1 },
    { is: 'step', worker: 1 },
    { is: 'step', worker: 1 },
  ],
];
/** More than a worker has with one destination. */
const points = 8;
/** Of the pairs one in so many is played, unless all are asked for; it divides no other number here. */
const onePairIn = 17;

/** Each of those things at each place between the steps of one worker, and every order of two of them. */
function* interleavings(begin: readonly Happening[]): Generator<Happening[]> {
  for (const one of between) {
    for (let at = 0; at <= points; at += 1) yield mixed(begin, [{ at, what: one }]);
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
  const steps = [...begin];
  for (let point = 0; point <= points; point += 1) {
    for (const { at, what } of things) if (at === point) steps.push(...what);
    steps.push({ is: 'step', worker: 0 });
  }
  return steps;
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

  async function play(steps: readonly Happening[], options: ModelOptions = {}): Promise<void> {
    const model = await RunModel.of(world, options);
    for (const step of steps) await model.happen(step);
    await model.settle();
  }

  it('P-RUN-8 never end in a false state, in whatever order things happen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40, size: 'max' }), (steps) =>
        play([{ is: 'ask' }, { is: 'claim' }, ...steps]),
      ),
      { numRuns: (long ? 60 : 15) * (all ? 10 : 1) },
    );
  }, 900_000);

  if (long) {
    it.each<[string, Happening[]]>([
      ['', [{ is: 'ask' }, { is: 'claim' }]],
      [' and the copy goes into a browser', [{ is: 'browse' }]],
    ])(
      'P-RUN-8 never end in a false state, when anything comes between any two steps of a worker%s',
      async (_, begin) => {
        for (const steps of interleavings(begin)) await play(steps, { destinations: 1 });
      },
      900_000,
    );
  }

  it('would be cancelled, but stored, without the point of no return', async () => {
    const published: Happening[] = Array.from({ length: 6 }, () => ({ is: 'step', worker: 0 }));
    const steps: Happening[] = [{ is: 'ask' }, { is: 'claim' }, ...published, { is: 'cancel' }, { is: 'finish' }];
    await play(steps, { destinations: 1 });
    await expect(play(steps, { destinations: 1, hasGate: false })).rejects.toThrow(/toEqual/);
  });
}

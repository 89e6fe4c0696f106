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
  [
    { is: 'step', worker: 1 },
    { is: 'step', worker: 1 },
    { is: 'step', worker: 1 },
  ],
];
/** More than a worker has with one destination. */
const points = 8;

/** Every order in which two things come between the steps of one worker. */
function* interleavings(begin: readonly Happening[]): Generator<Happening[]> {
  for (const first of between) {
    for (const second of between) {
      for (let at = 0; at <= points; at += 1) {
        for (let then = at; then <= points; then += all ? 1 : 3) {
          const steps: Happening[] = [...begin];
          for (let point = 0; point <= points; point += 1) {
            if (point === at) steps.push(...first);
            if (point === then) steps.push(...second);
            steps.push({ is: 'step', worker: 0 });
          }
          yield steps;
        }
      }
    }
  }
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
      { numRuns: (long ? 150 : 20) * (all ? 10 : 1) },
    );
  }, 900_000);

  if (long) {
    it('P-RUN-8 never end in a false state, for every order of two things between the steps of a worker', async () => {
      const begin: Happening[] = [{ is: 'ask' }, { is: 'claim' }];
      for (const steps of interleavings(begin)) await play(steps, { destinations: 1 });
    }, 900_000);

    it('P-RUN-8 never end in a false state, when the copy goes into a browser', async () => {
      for (const steps of interleavings([{ is: 'browse' }])) await play(steps, { destinations: 1 });
    }, 900_000);
  }

  it('would be cancelled, but stored, without the point of no return', async () => {
    const published: Happening[] = Array.from({ length: 6 }, () => ({ is: 'step', worker: 0 }));
    const steps: Happening[] = [{ is: 'ask' }, { is: 'claim' }, ...published, { is: 'cancel' }, { is: 'finish' }];
    await play(steps, { destinations: 1 });
    await expect(play(steps, { destinations: 1, hasGate: false })).rejects.toThrow(/toEqual/);
  });
}

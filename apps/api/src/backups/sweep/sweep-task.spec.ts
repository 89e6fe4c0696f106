import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import type { Pace } from '../queue/pace';
import { standardSweepTimes, SweepTask } from './sweep-task';
import type { Sweeper } from './sweeper';

const hour = 3600_000;

/** Days that pass at once: every pause is over when it begins. */
class FastPace implements Pace {
  private at = 0;

  constructor(
    private readonly end: number,
    private readonly onEnd: () => void,
  ) {}

  now(): number {
    return this.at;
  }

  async pause(ms: number): Promise<void> {
    this.at += ms;
    if (this.at >= this.end) this.onEnd();
    await Promise.resolve();
  }
}

/** When each thing was done in so long a time; 0: it is stopped at once. */
async function doneIn(end: number, sweeper: Partial<Record<'sweep' | 'reconcileAll', () => Promise<void>>>) {
  const over = Promise.withResolvers<void>();
  if (end === 0) over.resolve();
  const pace = new FastPace(end, over.resolve);
  const done = { sweep: [] as number[], reconcileAll: [] as number[] };
  const noting = (what: 'sweep' | 'reconcileAll') => () => {
    done[what].push(pace.now());
    return sweeper[what]?.() ?? Promise.resolve();
  };
  const fake = { recover: () => Promise.resolve(), sweep: noting('sweep'), reconcileAll: noting('reconcileAll') };
  const task = new SweepTask(fake as unknown as Sweeper, standardSweepTimes, pace);
  await task.start();
  await over.promise;
  await task.stop();
  return done;
}

describe('the sweep goes on', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('every 15 seconds, and compares with the destinations an hour after the start and then once a day', async () => {
    const { sweep, reconcileAll } = await doneIn(50 * hour, {});
    expect(sweep.slice(0, 3)).toEqual([0, 15_000, 30_000]);
    expect(reconcileAll).toEqual([1 * hour, 25 * hour, 49 * hour]);
  });

  it('whatever one of its turns came to', async () => {
    const broken = (): Promise<void> => Promise.reject(new Error('nobody expected this'));
    const { sweep, reconcileAll } = await doneIn(26 * hour, { sweep: broken, reconcileAll: broken });
    expect(sweep.length).toBeGreaterThan(1000);
    expect(reconcileAll).toHaveLength(2);
  });

  it('no longer than it must when the service stops: a destination that does not answer is not waited for', async () => {
    const { sweep } = await doneIn(0, { sweep: () => new Promise(() => undefined) });
    expect(sweep).toEqual([0]);
  });
});

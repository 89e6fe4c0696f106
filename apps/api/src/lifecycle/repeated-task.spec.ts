import { setImmediate } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Pace } from '../backups/queue/pace';
import { RepeatedTask } from './repeated-task';

/** A pause ends when the test says so, or by its signal. */
class StepPace implements Pace {
  readonly asked: number[] = [];
  private next = Promise.withResolvers<void>();

  now(): number {
    return 0;
  }

  async pause(ms: number, signal: AbortSignal): Promise<void> {
    this.asked.push(ms);
    const { promise, resolve } = this.next;
    if (signal.aborted) return;
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
  }

  step(): void {
    const { resolve } = this.next;
    this.next = Promise.withResolvers<void>();
    resolve();
  }
}

describe('work in the background', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  let turns: number;
  let reached: PromiseWithResolvers<void>;
  const until = async (count: number): Promise<void> => {
    while (turns < count) await reached.promise;
  };
  function task(turn: () => Promise<void> = () => Promise.resolve(), active = true): [RepeatedTask, StepPace] {
    turns = 0;
    reached = Promise.withResolvers();
    const pace = new StepPace();
    const counted = async (): Promise<void> => {
      turns += 1;
      reached.resolve();
      reached = Promise.withResolvers();
      await turn();
    };
    return [new RepeatedTask({ name: 'Test', everyMs: 5_000, turn: counted }, pace, active), pace];
  }
  const settled = async (): Promise<void> => {
    await setImmediate();
  };

  it('is done at once, and again after each pause', async () => {
    const [repeated, pace] = task();
    repeated.onApplicationBootstrap();
    await until(1);
    await settled();
    expect([turns, pace.asked]).toEqual([1, [5_000]]);
    pace.step();
    await until(2);
    await repeated.beforeApplicationShutdown();
    expect(turns).toBe(2);
  });

  it('goes on after a turn that failed', async () => {
    const [repeated, pace] = task(() => Promise.reject(new Error('nobody expected this')));
    repeated.onApplicationBootstrap();
    await until(1);
    await settled();
    pace.step();
    await until(2);
    await repeated.beforeApplicationShutdown();
  });

  it('is done sooner when it is woken, also while it is being done', async () => {
    const gate = Promise.withResolvers<void>();
    const [repeated] = task(() => gate.promise);
    repeated.onApplicationBootstrap();
    await until(1);
    repeated.wake();
    gate.resolve();
    await until(2);
    await settled();
    repeated.wake();
    await until(3);
    await repeated.beforeApplicationShutdown();
  });

  it('is not done by a process that it is not for', async () => {
    const [repeated, pace] = task(undefined, false);
    repeated.onApplicationBootstrap();
    await settled();
    await repeated.beforeApplicationShutdown();
    expect([turns, pace.asked.length]).toEqual([0, expect.any(Number)]);
  });
});

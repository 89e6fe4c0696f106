import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { openRunWorld, type RunWorld } from '../testing/run-world';
import { storeAll } from '../testing/store-all';
import { until } from '../testing/until';
import type { Claim } from '../transitions/claim';
import type { QueueTimes } from './queue-times';
import { TableQueue } from './table-queue';

const quick: QueueTimes = { pollMs: 10, lookMs: 5, renewMs: 20, leaseMs: 30_000, graceMs: 60_000, abortMs: 60_000 };

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

describe('the queue', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  let world: RunWorld;
  let queues: TableQueue[];
  beforeEach(async () => {
    world = await openRunWorld();
    queues = [];
  });
  afterEach(async () => {
    await Promise.all(queues.flatMap((queue) => [queue.stop(), queue.stop()]));
    await world.close();
  });

  async function start(
    run: (claim: Claim, signal: AbortSignal) => Promise<void>,
    times: Partial<QueueTimes> = {},
  ): Promise<TableQueue> {
    const queue = new TableQueue(world.transitions, world.changed, { run }, { ...quick, ...times });
    queues.push(queue);
    await queue.start();
    return queue;
  }

  const ended = (id: string): Promise<string> =>
    until(async () => {
      const { status } = await world.run(id);
      return ['queued', 'running', 'committing'].includes(status) ? null : status;
    });

  it('F51 begins what is queued as soon as it is announced, at most two at once', async () => {
    let now = 0;
    let most = 0;
    await start(
      async (claim) => {
        most = Math.max(most, (now += 1));
        await storeAll(world, claim);
        now -= 1;
      },
      { pollMs: 3_600_000 },
    );
    const destination = await world.addDestination();
    const runs = [];
    for (let index = 0; index < 20; index += 1) {
      runs.push(await world.transitions.enqueue(await world.request({ destinations: [destination] })));
    }
    for (const { id } of runs) expect(await ended(id)).toBe('succeeded');
    expect(most).toBe(2);
  });

  it('ends a run whose handler throws, and goes on', async () => {
    let calls = 0;
    await start(async (claim) => {
      if ((calls += 1) === 1) throw new Error('a bug');
      await storeAll(world, claim);
    });
    const broken = await world.transitions.enqueue(await world.request());
    expect(await ended(broken.id)).toBe('failed');
    expect(await world.run(broken.id)).toMatchObject({ errorCode: 'INTERNAL' });
    const next = await world.transitions.enqueue(await world.request());
    expect(await ended(next.id)).toBe('succeeded');
  });

  it('P-RUN-4 stops a run that is cancelled', async () => {
    await start(async (claim, signal) => {
      await aborted(signal);
      await world.transitions.finish(claim, { status: 'stopped' });
    });
    const { id } = await world.transitions.enqueue(await world.request());
    await until(async () => (await world.run(id)).status === 'running');
    expect(await world.transitions.requestCancel(id)).toBe('requested');
    expect(await ended(id)).toBe('cancelled');
  });

  it('F08 lets runs finish when the service stops, and begins nothing more', async () => {
    const queue = await start(async (claim) => {
      stopped = queue.stop();
      await storeAll(world, claim);
    });
    let stopped: Promise<void> | undefined;
    const project = await world.addProject();
    const { id } = await world.transitions.enqueue(await world.request({ project }));
    expect(await ended(id)).toBe('succeeded');
    await stopped;
    const later = await world.transitions.enqueue(await world.request({ project }));
    queue.wake();
    expect(await world.run(later.id)).toMatchObject({ status: 'queued' });
  });

  it('F08 aborts runs that outlast the grace: they are interrupted and queued again once', async () => {
    const queue = await start((_, signal) => aborted(signal), { graceMs: 20 });
    const { id } = await world.transitions.enqueue(await world.request());
    await until(async () => (await world.run(id)).status === 'running');
    await queue.stop();
    expect(await world.run(id)).toMatchObject({ status: 'queued', interruptions: 1, errorCode: 'RUN_INTERRUPTED' });

    const second = await start((_, signal) => aborted(signal), { graceMs: 20 });
    await until(async () => (await world.run(id)).status === 'running');
    await second.stop();
    expect(await world.run(id)).toMatchObject({ status: 'interrupted' });
  });

  it('F09 aborts at once when it is told to stop a second time', async () => {
    const queue = await start((_, signal) => aborted(signal), { graceMs: 3_600_000 });
    const { id } = await world.transitions.enqueue(await world.request());
    await until(async () => (await world.run(id)).status === 'running');
    const first = queue.stop();
    await Promise.all([first, queue.stop()]);
    expect(await world.run(id)).toMatchObject({ status: 'queued', interruptions: 1 });
  });

  it('keeps the lease of a run for as long as it takes', async () => {
    const begin = new AbortController();
    await start(async (claim) => {
      await aborted(begin.signal);
      await storeAll(world, claim);
    });
    const { id } = await world.transitions.enqueue(await world.request());
    const { leaseUntil } = await until(async () => {
      const run = await world.run(id);
      return run.status === 'running' ? run : null;
    });
    world.clock.aheadMs = world.policy.leaseMs * 3;
    await until(async () => (await world.run(id)).leaseUntil!.getTime() > leaseUntil!.getTime() + world.policy.leaseMs);
    begin.abort();
    expect(await ended(id)).toBe('succeeded');
  });

  it('F44 aborts a run that somebody else has taken, and leaves the row alone', async () => {
    const claims: Claim[] = [];
    await start(async (claim, signal) => {
      claims.push(claim);
      if (claims.length > 1) return storeAll(world, claim);
      await aborted(signal);
      expect(await world.transitions.finish(claim, { status: 'stopped' })).toBe(false);
    });
    const { id } = await world.transitions.enqueue(await world.request());
    const claim = await until(() => claims[0]);
    await world.transitions.interrupt(claim, { code: 'WORKER_LOST', text: 'Its worker is gone.', next: 'Wait.' });
    expect(await ended(id)).toBe('succeeded');
    expect(claims.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('keeps a run that was begun outside, ends it when its client is gone, and waits for it', async () => {
    const queue = await start(() => Promise.resolve());
    const claim = await world.transitions.beginDirect(await world.request());
    const client = new AbortController();
    const direct = queue.supervise(claim, (signal) => aborted(signal), client.signal);
    client.abort();
    await direct;
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'interrupted' });
  });

  it('P-HA-2 begins nothing where it was not started, but keeps what was begun outside', async () => {
    const waiting = await world.transitions.enqueue(await world.request());
    const begun: Claim[] = [];
    const run = (claim: Claim): Promise<void> => Promise.resolve(void begun.push(claim));
    const queue = new TableQueue(world.transitions, world.changed, { run }, quick);
    const claim = await world.transitions.beginDirect(await world.request());
    await queue.supervise(claim, () => storeAll(world, claim));
    queue.wake();
    await queue.stop();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded' });
    expect(await world.run(waiting.id)).toMatchObject({ status: 'queued' });
    expect(begun).toEqual([]);
  });
});

describe('the order of the queue', () => {
  it('P-RUN-5 is fair: of the projects that wait the one that ran least recently comes first', async () => {
    const step = fc.record({ project: fc.nat({ max: 4 }), act: fc.constantFrom('ask', 'ask', 'run') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const world = await openRunWorld({ limit: 1 });
        try {
          const destinations = [await world.addDestination()];
          const projects = await Promise.all([0, 1, 2, 3, 4].map((n) => world.addProject(`P${n}`)));
          const lastRun = new Map<string, number>();
          const waiting = new Set<string>();
          for (const { project: index, act } of steps) {
            world.clock.aheadMs += 1000;
            const project = projects[index]!;
            if (act === 'ask' && !waiting.has(project.id)) {
              await world.transitions.enqueue(await world.request({ project, destinations }));
              waiting.add(project.id);
            }
            if (act === 'run') {
              const claim = await world.transitions.claimNext();
              const least = Math.min(...[...waiting].map((id) => lastRun.get(id) ?? 0));
              if (claim === null) expect(waiting.size).toBe(0);
              else {
                expect(waiting).toContain(claim.projectId);
                expect(lastRun.get(claim.projectId) ?? 0).toBe(least);
                lastRun.set(claim.projectId, world.clock.aheadMs);
                waiting.delete(claim.projectId);
                await storeAll(world, claim);
              }
            }
          }
        } finally {
          await world.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});

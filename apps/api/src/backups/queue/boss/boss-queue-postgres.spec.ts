import 'reflect-metadata';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Claim } from '../../transitions/claim';
import type { RunWorld } from '../../testing/run-world';
import type { RunQueue } from '../run-queue';
import type { TicketBox } from './ticket-box';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';
const { openRunWorld } = await import('../../testing/run-world');
const { storeAll } = await import('../../testing/store-all');
const { until } = await import('../../testing/until');
const { RunChanged } = await import('../../transitions/run-changed');
const { TableQueue } = await import('../table-queue');
const { BossQueue } = await import('./boss-queue');
const { BossTickets } = await import('./boss-tickets');
const { openTicketBox } = await import('./open-ticket-box');

const limit = 3;

describe('the queue of several processes', () => {
  let server: ScratchServer;
  let world: RunWorld;
  let destination: { id: string; name: string };
  const queues: RunQueue[] = [];
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    world = await openRunWorld({ limit, leaseMs: 30_000, retryAfterMs: 0 }, place());
    destination = await world.addDestination();
  });
  afterEach(async () => {
    world.clock.aheadMs = 0;
    await Promise.all(queues.splice(0).map((queue) => queue.stop()));
  });
  afterAll(async () => {
    await world.close();
    await server.stop();
  });

  const connection = (): ReturnType<ScratchServer['settings']> => server.settings(server.superuser.user, 'postgres');
  const place = () => ({ engine: 'postgres', connection: connection() }) as const;
  const times = { pollMs: 20, lookMs: 10, renewMs: 50, leaseMs: 30_000, graceMs: 10_000, abortMs: 10_000 };

  /** As another process has it: connections and announcements of its own. */
  async function worker(
    run: (claim: Claim, signal: AbortSignal) => Promise<void>,
    leaseMs = times.leaseMs,
  ): Promise<RunQueue> {
    const tickets = (box: () => Promise<TicketBox>) =>
      new BossTickets(world.transitions, box, () => world.database.now(), { leaseMs, spreadMs: 0 });
    const queue = new BossQueue(
      () => openTicketBox(connection()),
      (box) => new TableQueue(tickets(box), new RunChanged(), { run }, times),
    );
    await queue.start();
    queues.push(queue);
    return queue;
  }

  const ask = async (name?: string) => {
    const project = await world.addProject(name);
    return world.transitions.enqueue(await world.request({ project, destinations: [destination] }));
  };
  const ended = (id: string): Promise<string> =>
    until(async () => {
      const { status } = await world.run(id);
      return ['queued', 'running', 'committing'].includes(status) ? null : status;
    });
  const tickets = (): Promise<{ state: string; singleton_key: string }[]> =>
    world.database.read.query("SELECT state, singleton_key FROM stowbase_queue.job WHERE name = 'runs' ORDER BY 2");

  it('P-HA-4 begins each run once, and never more at a time than the limit, whoever has room', async () => {
    const began: string[] = [];
    let most = 0;
    let now = 0;
    const run = async (claim: Claim): Promise<void> => {
      began.push(claim.backupId);
      most = Math.max(most, (now += 1));
      await storeAll(world, claim);
      now -= 1;
    };
    const asked = await Promise.all(Array.from({ length: 30 }, () => ask()));
    await Promise.all([worker(run), worker(run), worker(run)]);
    expect(await Promise.all(asked.map(({ id }) => ended(id)))).toEqual(asked.map(() => 'succeeded'));
    expect([...began].sort()).toEqual(asked.map(({ id }) => id).sort());
    expect(most).toBeLessThanOrEqual(limit);
    await until(async () => (await tickets()).length === 0);
  });

  it('P-HA-4 begins a run whose ticket is lost, stale, or a dead worker’s', async () => {
    const lost = await ask('Lost');
    const box = await openTicketBox(connection());
    const stale = await ask('Stale');
    await box.put({ projectId: stale.projectId, backupId: lost.id, attempt: 7 });
    const dead = await ask('Dead');
    await box.put({ projectId: dead.projectId, backupId: dead.id, attempt: 1 });
    // Whichever of the two it takes, it dies with it.
    await box.take();
    await box.take();
    await box.close();
    await worker((claim) => storeAll(world, claim), 0);
    expect(await Promise.all([lost, stale, dead].map(({ id }) => ended(id)))).toEqual(Array(3).fill('succeeded'));
    expect((await world.run(dead.id)).attempt).toBe(1);
  });

  it('P-HA-4 leaves a ticket alone whose holder is about to begin, and a run whose turn it is not', async () => {
    const run = await ask('Slow');
    const box = await openTicketBox(connection());
    await box.put({ projectId: run.projectId, backupId: run.id, attempt: 1 });
    const held = (await box.take())!;
    await worker((claim) => storeAll(world, claim));
    const other = await ask('Other');
    expect(await ended(other.id)).toBe('succeeded');
    expect((await world.run(run.id)).status).toBe('queued');
    expect(await world.transitions.claim({ backupId: run.id, attempt: 2 })).toBeNull();
    const claim = (await world.transitions.claim(held.data))!;
    expect(claim).toMatchObject({ backupId: run.id, attempt: 1 });
    expect(await world.transitions.claim(held.data)).toBeNull();
    await storeAll(world, claim);
    await box.close();
  });

  it('P-HA-4 tries again with a new ticket, and the waiting time is kept', async () => {
    const attempts: number[] = [];
    await worker(async (claim) => {
      attempts.push(claim.attempt);
      if (claim.attempt === 3) return storeAll(world, claim);
      const error = { code: 'CONNECTION_LOST', text: 'The connection was lost.', next: 'Wait.' };
      await world.transitions.finish(claim, { status: 'failed', error, retriable: true });
    });
    const { id } = await ask('Retried');
    expect(await ended(id)).toBe('succeeded');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('P-HA-5 a worker that is told to stop lets its runs finish, and takes no new ones (F08)', async () => {
    const letGo = Promise.withResolvers<void>();
    const first = await worker(async (claim) => {
      await letGo.promise;
      await storeAll(world, claim);
    });
    const mine = await ask('Mine');
    await until(async () => (await world.run(mine.id)).status === 'running');
    const stopped = first.stop();
    const later = await ask('Later');
    await worker((claim) => storeAll(world, claim));
    expect(await ended(later.id)).toBe('succeeded');
    expect((await world.run(mine.id)).status).toBe('running');
    letGo.resolve();
    await stopped;
    expect((await world.run(mine.id)).status).toBe('succeeded');
  });

  it('P-HA-5 a second signal aborts what runs, which another worker begins anew (F09)', async () => {
    const first = await worker(
      (claim, signal) =>
        new Promise((resolve) => {
          signal.addEventListener(
            'abort',
            () => void world.transitions.finish(claim, { status: 'stopped' }).then(() => resolve()),
          );
        }),
    );
    const { id } = await ask('Aborted');
    await until(async () => (await world.run(id)).status === 'running');
    await Promise.all([first.stop(), first.stop()]);
    await worker((claim) => storeAll(world, claim));
    expect(await ended(id)).toBe('succeeded');
    expect(await world.run(id)).toMatchObject({ attempt: 2, interruptions: 1 });
  });
});

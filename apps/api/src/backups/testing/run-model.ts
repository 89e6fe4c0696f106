import { Destination } from '../../storage/destination.entity';
import { Backup, liveStatuses } from '../backup.entity';
import { Reconcile } from '../sweep/reconcile';
import type { Sweeper } from '../sweep/sweeper';
import type { Claim, Outcome } from '../transitions/claim';
import { markDeleted } from '../transitions/mark-deleted';
import { fencedTransitions } from './fenced-transitions';
import { makeSweeper } from './make-sweeper';
import { RunRules } from './run-rules';
import type { RunWorld } from './run-world';
import { stepWorker, type Point, type WorkerTransitions } from './step-worker';
import { sweptStorage, type SweptStorage } from './swept-storage';

/**
 * What may happen. `step`: a worker goes on to its next point; one that isn't told to is frozen. `stop`, `fail`: it ends by itself at its
 * next point, if that lies before the point of no return. `anew`: its dump begins anew when it is written. `crash`: every worker is gone for good, and the service starts again. `late`:
 * a store publishes what was swept meanwhile. `deaf`: its reply to a publishing is lost.
 */
export type Happening =
  | { readonly is: 'ask' | 'browse' | 'claim' | 'cancel' | 'delete' | 'sweep' | 'expire' | 'day' | 'finish' | 'crash' }
  | { readonly is: 'step' | 'stop' | 'fail' | 'anew'; readonly worker: number }
  | { readonly is: 'down' | 'up' | 'late' | 'deaf'; readonly store: number };

type BadEnd = Exclude<Outcome, { status: 'succeeded' }>;

interface Working {
  readonly steps: AsyncGenerator<Point, void>;
  ends: BadEnd | null;
  startsAnew: boolean;
  done: boolean;
}

export interface ModelOptions {
  /** 2 */
  readonly destinations?: number;
  /** False: workers publish without asking for the point of no return. */
  readonly hasGate?: boolean;
}

const day = 25 * 3600_000;
/** Every run has ended after far fewer. */
const mostTurns = 40;

/** One project, its destinations, and everybody who may touch its runs at the same time: over the real tables. */
export class RunModel {
  private readonly workers: Working[] = [];
  private readonly rules: RunRules;
  private readonly sweeper: Sweeper;
  private readonly reconcile: Reconcile;
  private readonly fenced: WorkerTransitions;

  private constructor(
    private readonly world: RunWorld,
    private readonly project: { id: string; name: string },
    private readonly stores: ReadonlyMap<string, SweptStorage>,
    private readonly hasGate: boolean,
  ) {
    this.rules = new RunRules(world, stores);
    this.sweeper = makeSweeper(world, this.open);
    this.reconcile = new Reconcile(world.database, this.open, world.totals);
    this.fenced = fencedTransitions(world);
  }

  static async of(world: RunWorld, { destinations = 2, hasGate = true }: ModelOptions = {}): Promise<RunModel> {
    const stores = new Map<string, SweptStorage>();
    for (let n = 0; n < destinations; n += 1) stores.set((await world.addDestination()).id, sweptStorage());
    return new RunModel(world, await world.addProject(), stores, hasGate);
  }

  /** What isn't possible now doesn't happen. */
  async happen(what: Happening): Promise<void> {
    await this.act(what);
    await this.rules.check(await this.runs());
  }

  private async act(what: Happening): Promise<void> {
    const { transitions, clock, policy, database } = this.world;
    switch (what.is) {
      case 'ask':
        return refusable(async () => void (await transitions.enqueue(await this.request())));
      case 'browse':
        return refusable(async () => this.hire(await transitions.beginDirect(await this.request())));
      case 'claim': {
        const claim = await transitions.claimNext();
        if (claim !== null) this.hire(claim);
        return;
      }
      case 'step':
        return this.step(this.workers[what.worker]);
      case 'stop':
        return this.end(what.worker, { status: 'stopped' });
      case 'fail':
        return this.end(what.worker, { status: 'failed', error: lost, retriable: true });
      case 'anew': {
        const worker = this.workers[what.worker];
        if (worker !== undefined) worker.startsAnew = true;
        return;
      }
      case 'finish':
        for (const worker of this.workers) while (!worker.done) await this.step(worker);
        return;
      case 'crash':
        for (const worker of this.workers) worker.done = true;
        await this.sweeper.recover();
        return;
      case 'cancel':
        for (const { id } of await this.runs()) {
          await refusable(async () => {
            await transitions.requestCancel(id);
            this.rules.cancelled(id);
          });
        }
        return;
      case 'delete':
        for (const { id } of await this.runs()) {
          await refusable(() =>
            database.write(async (manager) => void (await markDeleted(manager, id, await clock.now(manager)))),
          );
        }
        return;
      case 'expire':
        clock.aheadMs += policy.leaseMs + 1_000;
        return;
      case 'day':
        clock.aheadMs += day;
        return;
      case 'sweep':
        return this.sweeper.sweep();
      case 'down':
        this.rules.mayBeLeft();
        this.store(what.store).isDown = true;
        return;
      case 'late':
        this.rules.mayBeLeft();
        this.store(what.store).isLate = true;
        return;
      case 'deaf':
        this.rules.mayBeLeft();
        this.store(what.store).isDeaf = true;
        return;
      case 'up':
        this.store(what.store).isDown = false;
    }
  }

  /** Everybody wakes up and ends what they do, and time passes. */
  async settle(): Promise<void> {
    for (const store of this.stores.values()) store.isDown = false;
    await this.happen({ is: 'finish' });
    for (let turn = 0; (await this.runs()).some(({ status }) => liveStatuses.includes(status)); turn += 1) {
      if (turn === mostTurns) throw new Error(`a run is stuck: ${JSON.stringify(await this.runs())}`);
      for (const is of ['expire', 'sweep', 'claim', 'finish', 'day'] as const) await this.happen({ is });
    }
    for (let turn = 0; turn < 2; turn += 1) {
      for (const id of this.stores.keys()) {
        await this.reconcile.reconcile(id, await this.world.clock.now(this.world.database.read));
      }
      await this.happen({ is: 'sweep' });
      await this.happen({ is: 'day' });
    }
    await this.happen({ is: 'sweep' });
    await this.rules.checkEnd(await this.runs());
  }

  private async request(): ReturnType<RunWorld['request']> {
    const ids = [...this.stores.keys()];
    const destinations = await Promise.all(
      ids.map((id) => this.world.database.read.findOneByOrFail(Destination, { id })),
    );
    return this.world.request({ project: this.project, destinations });
  }

  private hire(claim: Claim): void {
    const worker: Working = {
      ends: null,
      startsAnew: false,
      done: false,
      steps: stepWorker(claim, {
        transitions: this.fenced,
        open: this.open,
        hasGate: this.hasGate,
        ends: () => worker.ends,
        startsAnew: () => {
          const { startsAnew } = worker;
          worker.startsAnew = false;
          return startsAnew;
        },
      }),
    };
    this.workers.push(worker);
  }

  private async step(worker: Working | undefined): Promise<void> {
    if (worker === undefined || worker.done) return;
    worker.done = (await worker.steps.next()).done === true;
  }

  private end(number: number, outcome: BadEnd): void {
    const worker = this.workers[number];
    if (worker !== undefined) worker.ends ??= outcome;
  }

  private runs(): Promise<Backup[]> {
    return this.world.database.read.findBy(Backup, { projectId: this.project.id });
  }

  private store(number: number): SweptStorage {
    return must([...this.stores.values()][number % this.stores.size]);
  }

  private readonly open = (id: string): Promise<SweptStorage> => Promise.resolve(must(this.stores.get(id)));
}

const lost = { code: 'CONNECTION_LOST', text: 'The connection was lost.', next: 'Wait.' };

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the model lacks it');
  return value;
}

/** What the service refuses isn't a mistake of the model. */
async function refusable(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ApiError') throw error;
  }
}

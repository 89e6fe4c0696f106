import { translateError } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { LeftOut } from '../run/missing-rights';
import type { RunContext, RunCounts } from '../run/run-types';
import type { Aftermath } from '../run/aftermath';
import { commit, FateUnknown } from '../run/commit';
import { unknownWhetherClosed } from './left-closed';
import { addCounts, stepKey, type ClosedSchema, type DoneStep } from './record/restore-record';
import { doneStatement } from './record/write-record';
import type { StepConnections } from './step-connections';

/** What a restore has just committed. `end`: the last step; nothing is closed any more. */
export type CommittedStep = DoneStep | { readonly step: 'end' };

/** What the steps of one restore share. */
export class StepRun {
  constructor(
    readonly context: RunContext,
    readonly connections: StepConnections,
    /** `stepKey` of what is done already. */
    private readonly done: Set<string>,
    /** Of all steps that are done. */
    readonly counts: RunCounts,
    /** What could not be made here, for want of a right. */
    readonly leftOut: LeftOut,
    private readonly onStep: ((step: CommittedStep) => Promise<void> | void) | undefined,
  ) {}

  isDone(step: DoneStep): boolean {
    return this.done.has(stepKey(step));
  }

  /**
   * Commits a step together with its lines in the record, without waiting for the disk: they are lost together or not at all, and the
   * last step's commit waits for everything.
   */
  async commit(client: Client, steps: readonly DoneStep[], counts: RunCounts, during: string): Promise<void> {
    const script = `${doneStatement(steps, counts)}; SET LOCAL synchronous_commit = off; COMMIT`;
    await this.query(during, () => client.query(script));
    await this.committed(steps, counts);
  }

  /** After the commit, never before. */
  async committed(steps: readonly DoneStep[], counts: RunCounts): Promise<void> {
    for (const step of steps) this.done.add(stepKey(step));
    addCounts(this.counts, counts);
    for (const step of steps) await this.onStep?.(step);
  }

  /** The errors of our own queries in plain words. */
  async query<T>(during: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translateError(error, { during, settings: this.context.settings });
    }
  }

  async begin(client: Client, during: string): Promise<void> {
    await this.query(during, () => client.query('BEGIN'));
  }

  /** The COMMIT of the first and the last step; `closed` is what the first one closes or the last one opens. */
  async makeFinal(closed: readonly ClosedSchema[], aftermath: Aftermath): Promise<void> {
    try {
      await commit(this.connections.control, this.context, aftermath);
    } catch (error) {
      if (!(error instanceof FateUnknown)) throw error;
      throw unknownWhetherClosed(
        error.failure,
        closed.map(({ schema }) => schema),
      );
    }
  }

  /**
   * The same work on every connection at once. The first failure ends all connections, so that nothing goes on behind the caller's back;
   * it is thrown when all have ended.
   */
  async onAll(work: (client: Client) => Promise<void>, onFailure?: () => void): Promise<void> {
    const failures: unknown[] = [];
    await Promise.all(
      this.connections.all.map(async (client) => {
        try {
          await work(client);
        } catch (error) {
          failures.push(error);
          onFailure?.();
          await this.connections.stop();
        }
      }),
    );
    if (failures.length > 0) throw failures[0];
  }
}

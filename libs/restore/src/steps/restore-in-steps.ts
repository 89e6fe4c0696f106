import { RestoreError } from '../errors';
import { LeftOut } from '../run/missing-rights';
import type { TransactionHooks } from '../run/one-transaction';
import type { RunContext, RunCounts } from '../run/run-types';
import { cancelled } from '../run/server-failure';
import { askedSha256, refuseOtherParts } from './asked-parts';
import { restoreDefinitions } from './definitions-step';
import { finishInOneStep } from './finish-step';
import { restoreKeys } from './keys/restore-keys';
import type { TaskOptions } from './keys/key-tasks';
import { inPlainWords, leftClosed } from './left-closed';
import { leftOutBefore } from './left-out';
import { membersByStep } from './members-by-step';
import { refuseUnfinished, type Resumption } from './record/refuse-unfinished';
import { noCounts, readRecord, type ClosedSchema, type RestoreRecord, type StepPhase } from './record/restore-record';
import { notePhase } from './record/write-record';
import { restoreRows } from './rows/restore-rows';
import { StepConnections } from './step-connections';
import { StepRun, type CommittedStep } from './step-run';

export interface StepOptions extends Resumption, Pick<TaskOptions, 'smallTable' | 'keysAtOnce'> {
  /** Called after each commit; the connection that made it waits. */
  readonly onStep?: (step: CommittedStep) => Promise<void> | void;
}

/**
 * Restores with several connections and transactions. From the first commit to the last one no role of the API can read a table or run a
 * function that was restored: their schemas are closed. A restore that ends half-way leaves them closed, says so, and can go on.
 * @throws RestoreError, with `closedSchemas` when something is left half-way; PostgresError and ArchiveError before the first commit
 */
export async function restoreInSteps(
  context: RunContext,
  jobs: number,
  hooks: TransactionHooks,
  options: StepOptions,
): Promise<RunCounts> {
  let closed: readonly ClosedSchema[] | null = null;
  const connections = await StepConnections.open(context);
  try {
    const record = await readRecord(connections.control);
    refuseUnfinished(record, options);
    const scriptSha256 = askedSha256(context.script);
    if (record !== null) refuseOtherParts(record, scriptSha256);
    closed = record?.closedSchemas ?? null;
    const members = membersByStep(context.script.members);
    const counts = record?.counts ?? noCounts();
    const leftOut = record === null ? new LeftOut() : await leftOutBefore(context, members.definitions, counts);
    const run = new StepRun(context, connections, new Set(record?.done), counts, leftOut, options.onStep);

    if (record === null) {
      context.enter('prepare');
      const { backupId, fileSha256 } = options;
      await restoreDefinitions(run, {
        head: { backupId, fileSha256, scriptSha256, targetKind: context.target.kind },
        members: members.definitions,
        before: (client) => hooks.before(client),
        committed: (schemas) => (closed = schemas),
      });
    }
    await connections.grow(jobs);
    context.enter('rows');
    await restoreRows(run, members.rows);
    await enter(run, record, 'keys');
    context.enter('finish');
    const cut = await restoreKeys(run, members.post, options);
    await enter(run, record, 'finish');
    const total = await finishInOneStep(run, {
      closed: closed ?? [],
      cut,
      postMembers: members.post,
      lastMembers: members.last,
      after: (client, counts) => hooks.after(client, counts),
    });
    closed = null;
    await options.onStep?.({ step: 'end' });
    return total;
  } catch (error) {
    if (error instanceof RestoreError && error.closedSchemas !== undefined) throw error;
    if (closed === null) throw context.signal.aborted ? cancelled('as-it-was') : inPlainWords(error, context.settings);
    const schemas = closed.map(({ schema }) => schema);
    throw leftClosed(error, schemas, context);
  } finally {
    await connections.close();
  }
}

async function enter(run: StepRun, record: RestoreRecord | null, phase: StepPhase): Promise<void> {
  if (record?.phase === phase || record?.phase === 'finish') return;
  await run.query('writing the record', () => notePhase(run.connections.control, phase));
}

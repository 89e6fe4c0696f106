import { createHash } from 'node:crypto';
import type { ArchiveMember, MemberKind } from '@stowbase/archive';
import type { TransactionHooks } from '../run/one-transaction';
import type { RunContext, RunCounts } from '../run/run-types';
import type { RestoreScript } from '../script/restore-script';
import { RestoreError } from '../errors';
import { restoreDefinitions } from './definitions-step';
import { finishInOneStep } from './finish-step';
import { restoreKeys } from './keys/restore-keys';
import type { TaskOptions } from './keys/key-tasks';
import { leftClosed } from './left-closed';
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
    const scriptSha256 = sha256Of(context.script);
    if (record !== null) refuseOtherScript(record, scriptSha256);
    closed = record?.closedSchemas ?? null;
    const run = new StepRun(context, connections, new Set(record?.done), record?.counts ?? noCounts(), options.onStep);
    const members = byStep(context.script.members);

    if (record === null) {
      context.enter('definitions');
      const head = { ...options, scriptSha256, targetKind: context.target.kind };
      await restoreDefinitions(run, {
        head,
        members: members.definitions,
        before: (client) => hooks.before(client),
        committing: (schemas) => (closed = schemas),
      });
    }
    await connections.grow(jobs);
    context.enter('rows');
    await restoreRows(run, members.rows);
    await enter(run, record, 'keys');
    context.enter('finish');
    const cut = await restoreKeys(run, members.post, options);
    await enter(run, record, 'finish');
    const counts = await finishInOneStep(run, {
      closed: closed ?? [],
      cut,
      postMembers: members.post,
      lastMembers: members.last,
      after: (client, counts) => hooks.after(client, counts),
    });
    closed = null;
    await options.onStep?.({ step: 'end' });
    return counts;
  } catch (error) {
    if (closed === null) throw error;
    throw leftClosed(
      error,
      closed.map(({ schema }) => schema),
      context.signal,
    );
  } finally {
    await connections.close();
  }
}

async function enter(run: StepRun, record: RestoreRecord | null, phase: StepPhase): Promise<void> {
  if (record?.phase === phase || record?.phase === 'finish') return;
  await run.query('writing the record', () => notePhase(run.connections.control, phase));
}

interface MembersByStep {
  readonly definitions: readonly ArchiveMember[];
  readonly rows: readonly ArchiveMember[];
  readonly post: readonly ArchiveMember[];
  readonly last: readonly ArchiveMember[];
}

function byStep(members: readonly ArchiveMember[]): MembersByStep {
  const of = (step: keyof MembersByStep): ArchiveMember[] => members.filter(({ kind }) => stepOf(kind) === step);
  return { definitions: of('definitions'), rows: of('rows'), post: of('post'), last: of('last') };
}

function stepOf(kind: MemberKind): keyof MembersByStep {
  switch (kind) {
    case 'roles':
    case 'preamble':
    case 'extensions':
    case 'schema':
    case 'schemas':
    case 'definitions':
    case 'constraints':
      return 'definitions';
    case 'data':
    case 'large_objects':
      return 'rows';
    case 'schema_post':
      return 'post';
    case 'managed':
    case 'history':
    case 'cron':
    case 'refresh':
    case 'event_triggers':
      return 'last';
  }
}

/** What was asked for. The platform's members aren't part of it: a plain target has them already when a restore goes on. */
function sha256Of({ members, tables }: RestoreScript): string {
  const asked = {
    members: members.filter(({ group }) => group === 'sql').map(({ number }) => number),
    tables: tables ?? null,
  };
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

function refuseOtherScript(record: RestoreRecord, scriptSha256: string): void {
  if (record.scriptSha256 === scriptSha256) return;
  throw new RestoreError(
    'RESUME_OTHER_PARTS',
    'The unfinished restore on the target is of other parts of this archive.',
    'Go on with the same --only as at the beginning.',
    { closedSchemas: record.closedSchemas.map(({ schema }) => schema) },
  );
}

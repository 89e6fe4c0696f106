import type { ArchiveMember, MemberKind } from '@stowbase/archive';
import type { Client } from 'pg';
import type { RestoreStage } from '../request';
import { CancelOnAbort } from './cancel-on-abort';
import { commit } from './commit';
import { MemberRunner } from './member-runner';
import { runPutAside } from './put-aside';
import type { RunContext, RunCounts } from './run-types';
import { cancelled } from './server-failure';
import { withAftermath } from './with-aftermath';

export interface TransactionHooks {
  /** First in the transaction: what mode `replace` drops. */
  before(client: Client): Promise<void>;
  /** Last in the transaction: what it throws takes everything back. */
  after(client: Client, counts: RunCounts): Promise<void>;
}

/**
 * All members in one transaction: the target is either as the archive says, or as it was.
 * @throws what `MemberRunner.run` and the hooks throw, with a sentence about the target; RestoreError `CANCELLED` within 2 s
 */
export async function restoreInOneTransaction(context: RunContext, hooks: TransactionHooks): Promise<RunCounts> {
  const client = await context.connect();
  const watch = new CancelOnAbort(client, context);
  try {
    const counts = await sendEverything(context, hooks, client, watch);
    // From here on it is too late to cancel.
    watch.stop();
    await commit(client, context);
    return counts;
  } finally {
    await leave(client);
    watch.stop();
  }
}

async function sendEverything(
  context: RunContext,
  hooks: TransactionHooks,
  client: Client,
  watch: CancelOnAbort,
): Promise<RunCounts> {
  const { signal } = context;
  const counts: RunCounts = { statements: 0, rows: new Map(), skipped: [] };
  try {
    await watch.start();
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
    context.enter('prepare');
    await hooks.before(client);
    await sendMembers(context, client, counts);
    context.enter('compare');
    await hooks.after(client, counts);
    signal.throwIfAborted();
    return counts;
  } catch (error) {
    throw signal.aborted ? cancelled('as-it-was') : withAftermath(error, 'as-it-was');
  }
}

/** The rows that a CHECK refused come again when all other rows are there, before constraints and triggers are. */
async function sendMembers(context: RunContext, client: Client, counts: RunCounts): Promise<void> {
  const { members } = context.script;
  const runner = new MemberRunner({ client, context, counts });
  const lastRows = members.findLastIndex(({ kind }) => kind === 'data');
  const putAside: ArchiveMember[] = [];
  let stage: RestoreStage | null = null;
  try {
    for (const [index, member] of members.entries()) {
      const now = stageOf(member);
      if (now !== stage) context.enter((stage = now));
      const next = members[index + 1];
      const outcome = await runner.run(member, next === undefined ? {} : { next });
      if (outcome === 'put-aside') putAside.push(member);
      if (index !== lastRows) continue;
      await runPutAside(putAside, (again, lastTry) => runner.run(again, { lastTry }));
    }
  } finally {
    await runner.close();
  }
}

/** What must exist before rows; everything else but rows comes after them. */
const definitions: ReadonlySet<MemberKind> = new Set([
  'roles',
  'preamble',
  'extensions',
  'schema',
  'schemas',
  'definitions',
  'constraints',
]);

function stageOf({ kind }: ArchiveMember): RestoreStage {
  if (kind === 'data' || kind === 'large_objects') return 'rows';
  return definitions.has(kind) ? 'definitions' : 'finish';
}

/** Whatever was not committed is taken back: by ROLLBACK, or by the server when the line ends. */
async function leave(client: Client): Promise<void> {
  try {
    if (client.getTransactionStatus() !== 'I') await client.query('ROLLBACK');
  } catch {
    // The line is cut, and the server rolls back by itself.
  }
  await client.end();
}

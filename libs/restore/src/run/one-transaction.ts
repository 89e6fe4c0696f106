import type { Client } from 'pg';
import { CancelOnAbort } from './cancel-on-abort';
import { commit, FateUnknown } from './commit';
import type { RunContext, RunCounts } from './run-types';
import { sendMembers } from './send-members';
import { SequenceValues } from './sequence-values';
import { cancelled } from './server-failure';
import { withAftermath, withSentence } from './with-aftermath';

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
  let sequences: SequenceValues | undefined;
  try {
    await watch.start();
    sequences = await SequenceValues.read(client);
    const counts = await sendEverything(context, hooks, client, sequences);
    // From here on it is too late to cancel.
    watch.stop();
    await commit(client, context);
    return counts;
  } catch (error) {
    if (error instanceof FateUnknown) throw error.failure;
    const alive = await rollBack(client);
    const kept = await setBack(sequences, alive ? client : null, context);
    const told = context.signal.aborted ? cancelled('as-it-was') : withAftermath(error, 'as-it-was');
    throw kept.length === 0 ? told : withSentence(told, keptText(kept));
  } finally {
    watch.stop();
    await client.end();
  }
}

async function sendEverything(
  context: RunContext,
  hooks: TransactionHooks,
  client: Client,
  sequences: SequenceValues,
): Promise<RunCounts> {
  const counts: RunCounts = { statements: 0, rows: new Map(), skipped: [] };
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
  context.enter('prepare');
  await hooks.before(client);
  await sendMembers(context, client, counts, sequences);
  context.enter('compare');
  await hooks.after(client, counts);
  context.signal.throwIfAborted();
  return counts;
}

/** False when the line is cut: then the server rolls back by itself. */
async function rollBack(client: Client): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false; // Only a lost connection can't roll back.
  }
}

/** @returns the sequences that could not be set back, for people */
async function setBack(
  sequences: SequenceValues | undefined,
  client: Client | null,
  context: Pick<RunContext, 'connect' | 'signal'>,
): Promise<readonly string[]> {
  if (sequences === undefined || sequences.areUntouched) return [];
  try {
    if (client !== null) {
      await sequences.setBack(client);
    } else if (!context.signal.aborted) {
      const other = await context.connect();
      try {
        await sequences.setBack(other);
      } finally {
        await other.end();
      }
    }
  } catch {
    // Said below: the first error is the one to know.
  }
  return sequences.names;
}

const keptText = (names: readonly string[]): string =>
  `Only sequences that were there before may have kept the numbers of the backup: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`;

import { setTimeout } from 'node:timers/promises';
import { PostgresError, translateError } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { Aftermath } from './aftermath';
import type { RunContext } from './run-types';
import { isServerError } from './server-words';
import { translated } from './server-failure';

/** Nobody could tell whether the restore was made final. */
export class FateUnknown extends Error {
  constructor(readonly failure: PostgresError) {
    super(failure.message);
  }
}

/**
 * Makes everything final. When the answer is lost the server is asked once, on a new connection, what became of the transaction.
 * @param aftermath of a transaction that wasn't committed
 * @throws PostgresError; `FateUnknown` when nobody could tell
 */
export async function commit(
  client: Client,
  context: Pick<RunContext, 'connect'>,
  aftermath: Aftermath = 'as-it-was',
): Promise<void> {
  const transaction = await transactionId(client);
  try {
    await client.query('COMMIT');
  } catch (error) {
    if (isServerError(error) && !endsSession(error.code))
      throw translated(error, 'making the restore final', aftermath);
    const fate = transaction === null ? 'aborted' : await fateOf(transaction, context);
    if (fate === 'committed') return;
    if (fate === 'aborted') throw translated(error, 'making the restore final', aftermath);
    throw new FateUnknown(unknownFate(error, transaction ?? ''));
  }
}

/** Null when nothing was changed. */
async function transactionId(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ id: string | null }>(
    'SELECT pg_catalog.pg_current_xact_id_if_assigned()::pg_catalog.text AS id',
  );
  return rows[0]?.id ?? null;
}

/** A server that shuts down answers with one of these; it may have committed before. */
const endsSession = (code: string): boolean => code.startsWith('57P') || code.startsWith('08');

/** A server needs a moment to notice that its client is gone. */
const lookEveryMs = 100;
const mostLooks = 30;

async function fateOf(transaction: string, context: Pick<RunContext, 'connect'>): Promise<string | null> {
  try {
    const other = await context.connect();
    try {
      for (let looks = 1; ; looks++) {
        const { rows } = await other.query<{ status: string | null }>(`${statusQuery(transaction)} AS status`);
        const status = rows[0]?.status ?? null;
        if (status !== 'in progress' || looks === mostLooks) return status;
        await setTimeout(lookEveryMs);
      }
    } finally {
      await other.end();
    }
  } catch {
    return null; // The server can't be reached: nobody knows.
  }
}

const statusQuery = (transaction: string): string => `SELECT pg_catalog.pg_xact_status('${transaction}')`;

function unknownFate(error: unknown, transaction: string): PostgresError {
  const known = translateError(error);
  return new PostgresError(
    'CONNECTION_LOST',
    'The connection was lost while the restore was made final: it is unknown whether the target is restored or as it was.',
    `Ask the target with "${statusQuery(transaction)}": committed means that the restore is complete, aborted that the target is as it was, in progress that the server has not noticed yet.`,
    {
      ...(known.detail === undefined ? {} : { detail: known.detail }),
      sql: `${statusQuery(transaction)};`,
      cause: error,
    },
  );
}

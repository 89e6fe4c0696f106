import type { Client } from 'pg';
import type { Aftermath } from './aftermath';
import { queued, type PlacedStatement } from './statement-batch';
import { StatementSender } from './statement-sender';

export type { PlacedStatement } from './statement-batch';

/**
 * Runs whole statements in as few round trips as possible: batches of at most 256 KiB by the simple protocol, a longer statement
 * alone. Outside of a transaction each batch is one of its own.
 * @throws RestoreError `STATEMENT_FAILED` with the place of the statement that failed, `CANCELLED`; PostgresError when the server or
 *   the connection is to blame.
 */
export async function sendStatements(
  client: Client,
  statements: readonly PlacedStatement[],
  options: { readonly aftermath: Aftermath; readonly signal?: AbortSignal },
): Promise<void> {
  const sender = new StatementSender(client, options);
  for (const statement of statements) await sender.add(queued(statement));
  await sender.flush();
}

import type { Client } from 'pg';
import type { StatementPlace } from '../errors';
import type { Aftermath } from './aftermath';

export interface PlacedStatement {
  /** One whole statement; its `;` may be missing. */
  readonly text: Buffer;
  readonly place: StatementPlace;
}

/**
 * Runs whole statements in as few round trips as possible: batches of at most 256 KiB by the simple protocol, a longer statement
 * alone. Outside of a transaction each batch is one of its own.
 * @throws RestoreError `STATEMENT_FAILED` with the place of the statement that failed; PostgresError when the server or the
 *   connection is to blame.
 */
export async function sendStatements(
  client: Client,
  statements: readonly PlacedStatement[],
  options: { readonly aftermath: Aftermath },
): Promise<void> {
  await Promise.reject(new Error(`not there yet ${statements.length} ${options.aftermath} ${typeof client}`));
}

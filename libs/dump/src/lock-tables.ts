import { translateError } from '@stowbase/postgres';
import { quoteIdent } from '@stowbase/sql-stream';
import type { Query } from './catalogue/types';
import { DumpError } from './errors';

export interface LockTarget {
  oid: string;
  schema: string;
  name: string;
  /** False: this role has no SELECT, so it can neither lock nor dump the table. */
  readable: boolean;
}

const batchSize = 500;
const undefinedTable = '42P01';
const lockNotAvailable = '55P03';

/**
 * Takes ACCESS SHARE on every readable table, in batches of one statement.
 * @returns false when a table has vanished since it was listed (list again, with a new transaction).
 * @throws the translated error; a lock time-out names the table that is held by somebody else.
 */
export async function lockTables(query: Query, tables: readonly LockTarget[]): Promise<boolean> {
  const lockable = tables.filter((table) => table.readable);
  for (let start = 0; start < lockable.length; start += batchSize) {
    const batch = lockable.slice(start, start + batchSize);
    try {
      await query(lockStatement(batch, ''));
    } catch (error) {
      const state = sqlState(error);
      if (state === undefinedTable || state === '3F000') return false;
      if (state === lockNotAvailable) throw await nameTheHeldTable(query, batch, error);
      throw translateError(error, { during: 'locking the tables' });
    }
  }
  return true;
}

const lockStatement = (batch: readonly LockTarget[], suffix: string): string =>
  `LOCK TABLE ${batch.map((t) => `ONLY ${quoteIdent(t.schema)}.${quoteIdent(t.name)}`).join(', ')} IN ACCESS SHARE MODE${suffix}`;

/** The server doesn't say which of many tables it waited for: try each without waiting. */
async function nameTheHeldTable(query: Query, batch: readonly LockTarget[], cause: unknown): Promise<DumpError> {
  for (const table of batch) {
    await query('ROLLBACK');
    await query('BEGIN READ ONLY');
    try {
      await query(lockStatement([table], ' NOWAIT'));
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable) continue;
      return lockTimeout(`${quoteIdent(table.schema)}.${quoteIdent(table.name)}`, cause);
    }
  }
  return lockTimeout(null, cause);
}

const lockTimeout = (table: string | null, cause: unknown): DumpError =>
  new DumpError(
    'not-permitted',
    'LOCK_TIMEOUT',
    table === null
      ? 'A table stayed locked by another session for longer than the lock wait time.'
      : `Table ${table} stayed locked by another session for longer than the lock wait time.`,
    'Wait until the migration or maintenance that holds it is done, or raise --lock-wait.',
    { cause },
  );

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? sqlState(error.cause) : undefined;
}

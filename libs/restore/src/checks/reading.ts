import { queryOf, type Query } from '@stowbase/postgres';
import type { Client } from 'pg';

type Row = Record<string, string | null>;

/** The catalogue as a comparison reads it: inside a transaction of the caller's or of its own, which changes nothing. */
export interface Catalogue {
  readonly query: Query;
  /** Rows of a SELECT a few thousand at a time, so that a catalogue of any size is never in memory as a whole. */
  readonly pages: (sql: string, values?: unknown[]) => AsyncGenerator<Row[]>;
  /** What `work` answers, or null when the server refused it for want of a right; the transaction goes on. */
  readonly permitted: <T>(work: () => Promise<T>) => Promise<T | null>;
}

const pageSize = 2000;
const insufficientPrivilege = '42501';

/**
 * Runs `work` with names qualified and quoted as pg_dump writes them, and with an error instead of hidden rows where row security would
 * hide some. What it set is gone afterwards, whatever happens.
 */
export async function readingCatalogue<T>(client: Client, work: (catalogue: Catalogue) => Promise<T>): Promise<T> {
  const query = queryOf(client);
  const open = client.getTransactionStatus() === 'T';
  await query(open ? 'SAVEPOINT stowbase_checks' : 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  try {
    await query(
      "SET LOCAL search_path = ''; SET LOCAL quote_all_identifiers = on; SET LOCAL row_security = off; SET LOCAL statement_timeout = 0",
    );
    const found = await work({ query, pages: pagesOf(query), permitted: permittedOf(query) });
    await query(open ? 'ROLLBACK TO SAVEPOINT stowbase_checks; RELEASE SAVEPOINT stowbase_checks' : 'ROLLBACK');
    return found;
  } catch (error) {
    // The first cause counts: a connection that is gone can't be tidied up.
    await query(open ? 'ROLLBACK TO SAVEPOINT stowbase_checks' : 'ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const pagesOf = (query: Query): Catalogue['pages'] =>
  async function* pages(sql, values) {
    await query(`DECLARE stowbase_checks_page NO SCROLL CURSOR FOR ${sql}`, values);
    try {
      for (;;) {
        const rows = await query(`FETCH ${pageSize} FROM stowbase_checks_page`);
        if (rows.length > 0) yield rows;
        if (rows.length < pageSize) return;
      }
    } finally {
      await query('CLOSE stowbase_checks_page');
    }
  };

const permittedOf = (query: Query): Catalogue['permitted'] =>
  async function permitted(work) {
    await query('SAVEPOINT stowbase_checks_right');
    try {
      const answer = await work();
      await query('RELEASE SAVEPOINT stowbase_checks_right');
      return answer;
    } catch (error) {
      if (!(error instanceof Error) || Reflect.get(error, 'code') !== insufficientPrivilege) throw error;
      await query('ROLLBACK TO SAVEPOINT stowbase_checks_right; RELEASE SAVEPOINT stowbase_checks_right');
      return null;
    }
  };

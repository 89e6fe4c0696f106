import type { Query } from '@stowbase/postgres';
import { sqlStateOf } from '../target/taken-back';

/** SQLSTATEs of what can be tried again once other things are gone, or is said by name. */
export const refusals = {
  dependents: '2BP01',
  referred: '23503',
  /** A foreign key of ON DELETE RESTRICT. */
  restricted: '23001',
  rights: '42501',
  /** DROP SUBSCRIPTION of one that has a slot at its publisher. */
  notInTransaction: '25001',
} as const;

/** The server itself, not the statement: connection, resources, cancellation, I/O. */
const notAboutTheStatement = /^(08|25P|25006|40|53|54|57|58|XX|55P03$)/;

/** What was answered, or the SQLSTATE of a refusal. */
export type Attempt<T> = { readonly answer: T; readonly refusal: null } | { readonly refusal: string };

/**
 * Runs `work` inside a savepoint; of what was refused nothing is left, and the transaction goes on.
 * @throws the server's error when the statement is not to blame
 */
export async function attempting<T>(query: Query, work: () => Promise<T>): Promise<Attempt<T>> {
  await query('SAVEPOINT stowbase_replace');
  try {
    const answer = await work();
    await query('RELEASE SAVEPOINT stowbase_replace');
    return { answer, refusal: null };
  } catch (error) {
    const refusal = sqlStateOf(error);
    if (refusal === null || notAboutTheStatement.test(refusal)) throw error;
    await query('ROLLBACK TO SAVEPOINT stowbase_replace; RELEASE SAVEPOINT stowbase_replace');
    return { refusal };
  }
}

/** Runs SQL inside a savepoint: null when it was done, else the SQLSTATE. */
export async function attempt(query: Query, sql: string): Promise<string | null> {
  return (await attempting(query, () => query(sql))).refusal;
}

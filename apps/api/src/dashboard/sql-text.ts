import type { Database } from '../database/database';

/** An instant as text of a statement, as TypeORM stores it. For lists of instants that would need a hundred parameters. */
export function sqlInstant(engine: Database['engine'], at: Date): string {
  const iso = at.toISOString();
  return engine === 'postgres' ? `TIMESTAMPTZ '${iso}'` : `'${iso.replace('T', ' ').replace('Z', '')}'`;
}

/** What a plain query gives for an instant: PostgreSQL's driver a date, SQLite its text in UTC. */
export const instantOf = (raw: Date | string): Date =>
  raw instanceof Date ? raw : new Date(`${raw.replace(' ', 'T')}Z`);

/**
 * A column that no index may be chosen by: SQLite, without statistics, takes the one by status or type among equals, and then reads every
 * project's rows.
 */
export const unindexed = (column: string): string => `COALESCE(${column}, '')`;

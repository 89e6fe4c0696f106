import type { EntityManager } from 'typeorm';
import { makeDataSources } from '../../database/data-sources';
import type { Database } from '../../database/database';

/**
 * All rows as they are at one moment, on a connection of its own: what is written meanwhile isn't seen, and nobody waits. On SQLite the
 * write-ahead log grows as long as it is held.
 */
export async function withSnapshot<T>(
  { place, engine }: Pick<Database, 'place' | 'engine'>,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const { reader } = makeDataSources(place);
  await reader.initialize();
  const runner = reader.createQueryRunner();
  try {
    if (engine === 'postgres') {
      await runner.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // A destination may keep us waiting between two pages.
      await runner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    } else await runner.query('BEGIN');
    try {
      return await work(runner.manager);
    } finally {
      await runner.query('ROLLBACK');
    }
  } finally {
    await runner.release();
    await reader.destroy();
  }
}

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type ConnectionSettings } from '@stowbase/postgres';
import { AdminError } from '../../accounts/admin/admin-error';
import { databaseFile, type Place } from '../../database/place';
import { syncFolder } from '../../secrets/key-file';

/** Where records are put back, and what makes them those of the service at the end. */
export interface EmptyPlace {
  readonly place: Place;
  /** All is there. */
  finish(): void;
  /** Something failed: nothing is left. */
  giveUp(): void;
}

const aside = 'restore-unfinished';

/**
 * A place without records. On SQLite they are put together beside it, and get its name when all is there; in a PostgreSQL database they come
 * in one transaction.
 * @throws AdminError `RECORDS_NOT_EMPTY`
 */
export async function emptyPlace(place: Place, dataFolder: string): Promise<EmptyPlace> {
  if (place.engine === 'postgres') {
    await demandEmpty(place.connection);
    return { place, finish: () => undefined, giveUp: () => undefined };
  }
  const file = databaseFile(place.folder);
  if (existsSync(file)) throw notEmpty(dataFolder, 'Set DATA_DIR to an empty folder.');
  const folder = join(place.folder, aside);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  remove();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    place: { engine: 'sqlite', folder },
    finish: () => {
      // Closed, it is one file.
      const more = readdirSync(folder).filter((name) => /-(wal|shm)$/.test(name));
      if (more.length > 0) throw new Error(`the records were not closed: ${more.join(', ')}`);
      renameSync(databaseFile(folder), file);
      syncFolder(place.folder);
      remove();
    },
    giveUp: remove,
  };
}

/** Tables without a row are no records: a restore that was broken off leaves them. */
async function demandEmpty(connection: ConnectionSettings): Promise<void> {
  const client = await connect(connection);
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_catalog.pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'",
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ some: string }>(`SELECT '1' AS some FROM public.${name} LIMIT 1`);
      if (rows.length > 0) {
        throw notEmpty(`${connection.database} on ${connection.host}`, 'Set DATABASE_URL to an empty database.');
      }
    }
  } finally {
    await client.end();
  }
}

const notEmpty = (where: string, nextStep: string): AdminError =>
  new AdminError('RECORDS_NOT_EMPTY', `There are records in ${where} already; nothing is overwritten.`, nextStep);

import type { Database } from './database';
import type { DiskRoom } from './disk-room';
import type { Migrations } from './migrate';
import { migrations as all } from './migrations/migrations';
import { openPostgres } from './open-postgres';
import { openSqlite } from './open-sqlite';
import type { Place } from './place';

export interface OpenOptions {
  /** Default: those of this release. */
  readonly migrations?: Migrations;
  /** SQLite only; default: that of its folder. */
  readonly room?: DiskRoom;
  /** PostgreSQL only: before tables that are in use already are changed. What it throws leaves them as they are. */
  readonly beforeChange?: () => Promise<void>;
}

/**
 * Opens the records and brings their tables up to date. The caller holds the instance guard.
 * @throws StartError; then nothing was changed, or the change was rolled back
 */
export async function openDatabase(place: Place, options: OpenOptions = {}): Promise<Database> {
  const { migrations = all } = options;
  return place.engine === 'sqlite'
    ? openSqlite(place, migrations, options.room)
    : openPostgres(place, migrations, options.beforeChange);
}

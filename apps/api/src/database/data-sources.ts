import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './entities';
import { migrations } from './migrations/migrations';
import { databaseFile, type Place } from './place';
import { postgresOptions } from './postgres-options';
import { NodeSqlite } from './sqlite-driver';

export interface DataSources {
  /** Only `Database.write` uses it. */
  readonly writer: DataSource;
  /** Sees committed rows only; on SQLite it can't write. */
  readonly reader: DataSource;
}

/** Not opened yet. TypeORM gives SQLite one connection: who wrote beside a transaction would be inside it, and be rolled back with it. */
export function makeDataSources(place: Place): DataSources {
  const shared = {
    entities,
    migrations,
    migrationsRun: false,
    synchronize: false,
    logging: false,
  } satisfies Partial<DataSourceOptions>;
  if (place.engine === 'postgres') {
    const source = new DataSource({
      ...shared,
      type: 'postgres',
      ...postgresOptions(place.connection),
      driver: pg,
      installExtensions: false,
      poolSize: 10,
    });
    return { writer: source, reader: source };
  }
  const sqlite = {
    ...shared,
    type: 'better-sqlite3',
    database: databaseFile(place.folder),
    driver: NodeSqlite,
    timeout: 50,
  } as const;
  return {
    writer: new DataSource({
      ...sqlite,
      enableWAL: true,
      prepareDatabase: (database: NodeSqlite) => void database.pragma('synchronous = FULL'),
    }),
    reader: new DataSource({ ...sqlite, readonly: true, enableWAL: false, migrations: [] }),
  };
}

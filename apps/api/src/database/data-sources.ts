import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './entities';
import type { Migrations } from './migrate';
import { migrations as all } from './migrations/migrations';
import { PatientClient } from './patient-client';
import { databaseFile, type Place } from './place';
import { postgresOptions, type Patience } from './postgres-options';
import { silentLogger } from './silent-logger';
import { NodeSqlite } from './sqlite-driver';

export interface DataSources {
  /** Only `Database.write` uses it. */
  readonly writer: DataSource;
  /** Sees committed rows only; on SQLite it can't write. */
  readonly reader: DataSource;
}

type PostgresPlace = Extract<Place, { engine: 'postgres' }>;

/** Not opened yet. TypeORM gives SQLite one connection: who wrote beside a transaction would be inside it, and be rolled back with it. */
export function makeDataSources(place: Place, migrations: Migrations = all): DataSources {
  if (place.engine === 'postgres') {
    const source = postgresSource(place, migrations, 'short', 10);
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
      migrations: [...migrations],
      enableWAL: true,
      prepareDatabase: (database: NodeSqlite) => void database.pragma('synchronous = FULL'),
    }),
    reader: new DataSource({ ...sqlite, readonly: true, enableWAL: false }),
  };
}

/** For migrations on a server: their statements may take as long as they need. */
export const makeMigrator = (place: PostgresPlace, migrations: Migrations): DataSource =>
  postgresSource(place, migrations, 'long', 1);

const shared = {
  entities,
  migrationsRun: false,
  synchronize: false,
  logger: silentLogger,
} satisfies Partial<DataSourceOptions>;

const postgresSource = (
  { connection }: PostgresPlace,
  migrations: Migrations,
  patience: Patience,
  poolSize: number,
): DataSource => {
  const options = postgresOptions(connection, patience);
  return new DataSource({
    ...shared,
    type: 'postgres',
    migrations: [...migrations],
    ...options,
    extra: { ...(options.extra as object), ...(patience === 'short' ? { Client: PatientClient } : {}) },
    driver: pg,
    installExtensions: false,
    poolSize,
  });
};

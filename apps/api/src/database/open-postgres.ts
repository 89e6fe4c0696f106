import { setTimeout } from 'node:timers/promises';
import { isRetriable, PostgresError } from '@stowbase/postgres';
import type { DataSource } from 'typeorm';
import { StartError } from '../errors/start-error';
import { makeDataSources, makeMigrator } from './data-sources';
import { Database } from './database';
import { migrate, namesOf, refuseNewer, type Migrations } from './migrate';
import type { Place } from './place';
import { settleTls } from './postgres-options';

type PostgresPlace = Extract<Place, { engine: 'postgres' }>;

/** How often a server is asked that is still starting, as it does beside us in a composition of containers. */
const tries = 30;
const betweenMs = 1_000;

export async function openPostgres(asked: PostgresPlace, migrations: Migrations): Promise<Database> {
  const place: PostgresPlace = { ...asked, connection: await reach(asked) };
  await update(makeMigrator(place, migrations), migrations, place);
  const sources = makeDataSources(place, migrations);
  await sources.writer.initialize();
  return new Database(sources, place);
}

/** @throws StartError `DATABASE_UNREACHABLE` */
async function reach({ connection }: PostgresPlace): Promise<PostgresPlace['connection']> {
  for (let left = tries; ; left--) {
    try {
      return await settleTls(connection);
    } catch (error) {
      if (!(error instanceof PostgresError)) throw error;
      if (isRetriable(error) && left > 1) await setTimeout(betweenMs);
      else
        throw new StartError(
          'DATABASE_UNREACHABLE',
          `The database of DATABASE_URL can't be used: ${error.message}`,
          error.nextStep,
          error,
        );
    }
  }
}

async function update(source: DataSource, migrations: Migrations, { connection }: PostgresPlace): Promise<void> {
  await source.initialize();
  try {
    const [{ there } = { there: null }] = await source.query<{ there: string | null }[]>(
      "SELECT to_regclass('migrations')::text AS there",
    );
    const rows = there === null ? [] : await source.query<{ name: string }[]>('SELECT name FROM migrations');
    const where = `The database ${connection.database} on ${connection.host}`;
    refuseNewer(
      rows.map(({ name }) => name),
      namesOf(migrations),
      where,
    );
    await migrate(source, null);
  } finally {
    await source.destroy();
  }
}

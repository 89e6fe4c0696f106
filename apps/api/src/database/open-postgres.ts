import type { DataSource } from 'typeorm';
import { makeDataSources, makeMigrator } from './data-sources';
import { Database } from './database';
import { migrate, namesOf, refuseNewer, type Migrations } from './migrate';
import type { Place } from './place';
import { reachServer } from './reach-server';

type PostgresPlace = Extract<Place, { engine: 'postgres' }>;

export async function openPostgres(
  asked: PostgresPlace,
  migrations: Migrations,
  beforeChange: () => Promise<void> = () => Promise.resolve(),
): Promise<Database> {
  const place: PostgresPlace = { ...asked, connection: await reachServer(asked.connection) };
  await update(makeMigrator(place, migrations), migrations, place, beforeChange);
  const sources = makeDataSources(place, migrations);
  await sources.writer.initialize();
  return new Database(sources, place);
}

async function update(
  source: DataSource,
  migrations: Migrations,
  { connection }: PostgresPlace,
  beforeChange: () => Promise<void>,
): Promise<void> {
  await source.initialize();
  try {
    const [{ there } = { there: null }] = await source.query<{ there: string | null }[]>(
      "SELECT to_regclass('migrations')::text AS there",
    );
    const rows = there === null ? [] : await source.query<{ name: string }[]>('SELECT name FROM migrations');
    const where = `The database ${connection.database} on ${connection.host}`;
    const [applied, known] = [rows.map(({ name }) => name), namesOf(migrations)];
    refuseNewer(applied, known, where);
    if (applied.length > 0 && known.some((name) => !applied.includes(name))) await beforeChange();
    await migrate(source, null);
  } finally {
    await source.destroy();
  }
}

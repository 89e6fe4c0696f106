import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';

/** A project with what no compression makes small: `ledger` for every backup, `archive` for one that takes a while. */
export async function crashSource(): Promise<FixtureSource> {
  const source = await fixtureSource();
  await source.sql(`
    CREATE TABLE public.ledger (id int PRIMARY KEY, note text);
    INSERT INTO public.ledger SELECT g, md5(g::text) || md5((g + 1)::text) FROM generate_series(1, 20000) g;
    CREATE TABLE public.archive (id int PRIMARY KEY, note text);
    INSERT INTO public.archive SELECT g, md5(g::text) || md5((g + 1)::text) FROM generate_series(1, 400000) g`);
  return source;
}

/** Sessions of backups at the project's database; those of records on the same server don't count. */
export function backupSessions(source: FixtureSource): Promise<number> {
  return source.server.with('supabase_admin', 'postgres', async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'stowbase%' AND datname = 'postgres'",
    );
    return rows[0]?.count ?? 0;
  });
}

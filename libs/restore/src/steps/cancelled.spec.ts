import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource } from '@stowbase/dump/testing';
import { freshTarget } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import { runRestore } from '../run-restore';

/** Quick where the role "sleeper" isn't. */
const slow = `
  CREATE FUNCTION public.slow(n integer) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'sleeper') THEN PERFORM pg_catalog.pg_sleep(3600); END IF;
    RETURN true;
  END $$;
  CREATE TABLE public.t (n integer CHECK (public.slow(n)));
  INSERT INTO public.t VALUES (1);`;
const asleep = `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'`;

describe('a restore that is cancelled', () => {
  it.each([1, 2])(
    'P-RESTORE-56 with %i jobs leaves no statement behind on the server',
    async (jobs) => {
      const [source, target] = await Promise.all([fixtureSource(), freshTarget()]);
      const looking = await target.connect('supabase_admin', 'postgres');
      try {
        await source.sql(slow);
        const archive = await openArchive(fileSource((await source.backup()).file));
        await looking.query('CREATE ROLE sleeper');
        const cancel = new AbortController();
        const restore = runRestore({
          ...{ archive, target: target.settings('postgres', 'postgres'), mode: 'empty', only: [] },
          ...{ confirmation: 'postgres', jobs, signal: cancel.signal },
        });
        const cancelled = until(looking, asleep, 1).then(() => cancel.abort());
        await expect(restore).rejects.toMatchObject({ code: 'CANCELLED' });
        await cancelled;
        await until(looking, asleep, 0);
        await archive.close();
      } finally {
        await looking.end();
        await Promise.all([source.stop(), target.stop()]);
      }
    },
    60_000,
  );
});

async function until(client: Client, sql: string, count: number): Promise<void> {
  while ((await client.query(sql)).rowCount !== count);
}

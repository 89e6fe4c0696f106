import type { Client } from 'pg';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';
import { restoreByHand } from './testing/restore-by-hand';

const tables = `
  CREATE TABLE public.account (id int PRIMARY KEY, balance bigint NOT NULL);
  INSERT INTO public.account SELECT g, 0 FROM generate_series(1, 100) g;
  CREATE TABLE public.left_side (id bigserial PRIMARY KEY, note text);
  CREATE TABLE public.right_side (id bigint PRIMARY KEY, note text);
  CREATE TABLE public.bulk (id int, note text);
  INSERT INTO public.bulk SELECT g, repeat(md5(g::text), 8) FROM generate_series(1, 60000) g;
  CREATE TABLE public.cleared (id int PRIMARY KEY, note text);
  INSERT INTO public.cleared SELECT g, 'row' FROM generate_series(1, 500) g;
  CREATE TABLE public.retyped (id int PRIMARY KEY, note int);
  INSERT INTO public.retyped SELECT g, g FROM generate_series(1, 500) g;
`;

describe("writers that don't wait for the backup", () => {
  let source: FixtureSource;
  let target: ScratchServer;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(tables);
    target = await freshTarget();
  }, 60_000);
  afterAll(async () => {
    await source.stop();
    await target.stop();
  });

  it('P-CONSISTENT-1 never break an invariant of the restored copy, nor leave a table empty', async () => {
    const done = new AbortController();
    const writers = [transfer, mirror].map((write) => writeUntil(source.server, done.signal, write));
    let rewrites: Promise<unknown> = Promise.resolve();
    let migrations: Promise<unknown> = Promise.resolve();
    let round = 0;
    const { file, result } = await source.backup({
      onProgress: ({ stage, tablesDone }) => {
        // Migrations at every step of the backup; those that touch a dumped table wait for its end.
        round += 1;
        const migration = define(round);
        migrations = migrations.then(() => source.sql(migration));
        // Between the schema dump and the rows: without the locks both would give empty tables and exit code 0.
        if (stage === 'data' && tablesDone === 0) rewrites = rewrites.then(() => rewriteOnce(source.server));
      },
    });
    done.abort();
    await Promise.all(writers);
    await rewrites;
    await migrations;
    const rowsOf = (name: string): number | undefined =>
      result.contents.tables.find((table) => table.name === name)?.rows;
    expect([rowsOf('cleared'), rowsOf('retyped'), rowsOf('bulk')]).toEqual([500, 500, 60000]);

    await restoreByHand(file, { target, user: 'postgres' });
    await target.with('supabase_admin', 'postgres', async (client) => {
      const { rows } = await client.query<Record<string, string>>(`SELECT
        (SELECT sum(balance) FROM public.account)::text AS ledger,
        (SELECT count(*) FROM public.left_side l FULL JOIN public.right_side r USING (id, note) WHERE l.id IS NULL OR r.id IS NULL)::text AS unequal,
        (SELECT count(*) FROM public.left_side)::text AS mirrored,
        (SELECT count(*) FROM public.cleared)::text AS cleared, (SELECT count(*) FROM public.retyped)::text AS retyped`);
      expect(rows[0]).toMatchObject({ ledger: '0', unequal: '0', cleared: '500', retyped: '500' });
      expect(Number(rows[0]?.['mirrored'])).toBe(rowsOf('left_side'));
    });
  }, 120_000);
});

async function writeUntil(
  server: ScratchServer,
  stop: AbortSignal,
  write: (client: Client, round: number) => Promise<unknown>,
): Promise<void> {
  await server.with('postgres', 'postgres', async (client) => {
    for (let round = 0; !stop.aborted; round += 1) await write(client, round);
  });
}

const transfer = (client: Client): Promise<unknown> =>
  client.query(`UPDATE public.account SET balance = balance + CASE WHEN id = 1 THEN 7 ELSE -7 END WHERE id IN (1, 2)`);

const mirror = (client: Client): Promise<unknown> =>
  client.query(`WITH l AS (INSERT INTO public.left_side (note) VALUES ('x') RETURNING id, note)
    INSERT INTO public.right_side SELECT id, note FROM l`);

const define = (round: number): string =>
  `CREATE TABLE public.made_${round} (id int); INSERT INTO public.made_${round} VALUES (1); DROP TABLE IF EXISTS public.made_${Math.max(0, round - 3)}`;

let rewritten = false;
/** Both wait for the backup's locks, and go through when it has ended. */
async function rewriteOnce(server: ScratchServer): Promise<void> {
  if (rewritten) return;
  rewritten = true;
  await Promise.all(
    ['TRUNCATE public.cleared', 'ALTER TABLE public.retyped ALTER COLUMN note TYPE text'].map((text) =>
      server.with('postgres', 'postgres', (client) => client.query(text)),
    ),
  );
}

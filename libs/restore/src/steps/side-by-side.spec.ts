import type { Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { diffFingerprints, fingerprint } from '@stowbase/postgres/testing';
import { runAsItIs, type RestoreScript } from '../script/restore-script';
import { openFile, stepTarget, type StepTarget } from './testing/step-target';

const tables = `
  SET check_function_bodies = off;
  DO $$ BEGIN
    FOR n IN 1..8 LOOP EXECUTE format('CREATE TABLE public.each_%s (id integer PRIMARY KEY, other integer)', n); END LOOP;
    FOR n IN 1..8 LOOP FOR m IN 1..8 LOOP
      EXECUTE format('ALTER TABLE public.each_%s ADD FOREIGN KEY (other) REFERENCES public.each_%s', n, (n + m) % 8 + 1);
    END LOOP; END LOOP;
  END $$;
  CREATE TABLE public.ring_a (id integer PRIMARY KEY, next integer);
  CREATE TABLE public.ring_b (id integer PRIMARY KEY, next integer REFERENCES public.ring_a);
  CREATE TABLE public.ring_c (id integer PRIMARY KEY, next integer REFERENCES public.ring_b, self integer REFERENCES public.ring_c);
  ALTER TABLE public.ring_a ADD FOREIGN KEY (next) REFERENCES public.ring_c;
  INSERT INTO public.ring_a SELECT n FROM generate_series(1, 500) n;
  INSERT INTO public.ring_b SELECT n, n FROM generate_series(1, 500) n;
  INSERT INTO public.ring_c SELECT n, n, n FROM generate_series(1, 500) n;
  UPDATE public.ring_a SET next = id;
  CREATE TABLE public.parts (id integer PRIMARY KEY, a integer REFERENCES public.ring_a) PARTITION BY RANGE (id);
  CREATE TABLE public.parts_1 PARTITION OF public.parts FOR VALUES FROM (0) TO (100);
  CREATE TABLE public.parts_2 PARTITION OF public.parts FOR VALUES FROM (100) TO (1000);
  INSERT INTO public.parts SELECT n, n FROM generate_series(1, 500) n;
  CREATE INDEX ON public.parts (a);
  CREATE TABLE public.to_parts (id integer REFERENCES public.parts, one integer REFERENCES public.parts_1, b integer REFERENCES public.ring_b);
  INSERT INTO public.to_parts SELECT n, n, n FROM generate_series(1, 99) n;
  CREATE TABLE public.parent (id integer, r integer REFERENCES public.ring_c);
  CREATE TABLE public.child (r2 integer REFERENCES public.ring_a) INHERITS (public.parent);
  INSERT INTO public.child VALUES (1, 1, 1);
  CREATE FUNCTION public.has_right(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.check_right r WHERE r.n = $1)';
  CREATE FUNCTION public.has_left(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.check_left l WHERE l.n = $1)';
  CREATE TABLE public.check_right (n integer);
  CREATE TABLE public.check_left (n integer CHECK (n % 2 = 0 OR public.has_right(n)));
  ALTER TABLE public.check_right ADD CHECK (n % 2 = 1 OR public.has_left(n));
  CREATE FUNCTION public.has_chain_b(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.chain_b b WHERE b.n = $1)';
  CREATE FUNCTION public.has_chain_c(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.chain_c c WHERE c.n = $1)';
  CREATE TABLE public.chain_a (n integer CHECK (public.has_chain_b(n)));
  CREATE TABLE public.chain_b (n integer CHECK (public.has_chain_c(n)));
  CREATE TABLE public.chain_c (n integer);
  INSERT INTO public.chain_c VALUES (1); INSERT INTO public.chain_b VALUES (1); INSERT INTO public.chain_a VALUES (1);
  INSERT INTO public.check_left VALUES (2), (4);
  INSERT INTO public.check_right VALUES (1), (2), (3), (4);`;

const meeting = `
  CREATE FUNCTION public.meet(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n';
  CREATE TABLE public.met_a (n integer CHECK (public.meet(n) > 0));
  CREATE TABLE public.met_b (n integer CHECK (public.meet(n) > 0));
  INSERT INTO public.met_a VALUES (1); INSERT INTO public.met_b VALUES (1);
  CREATE TABLE public.met_c (n integer); INSERT INTO public.met_c VALUES (2);
  CREATE INDEX met_1 ON public.met_c (public.meet(n)); CREATE INDEX met_2 ON public.met_c (public.meet(n));`;

/** Whoever calls it with the same number comes back only when a second session has called it too. */
const meet = `CREATE FUNCTION public.meet(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
    PERFORM pg_advisory_lock_shared(4711, n);
    WHILE (SELECT count(DISTINCT pid) FROM pg_locks WHERE classid = 4711 AND objid = n::oid) < 2 LOOP PERFORM pg_sleep(0.01); END LOOP;
    RETURN n;
  END $$;`;

const byName = `
  CREATE ROLE maker NOLOGIN; GRANT maker TO postgres; GRANT CREATE ON SCHEMA public TO maker;
  CREATE FUNCTION public.inner_part(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(t)';
  CREATE FUNCTION public.outer_part(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN public.inner_part(t); END $$;
  CREATE TABLE public.words (t text); INSERT INTO public.words VALUES ('A');
  CREATE INDEX words_i ON public.words (public.outer_part(t));
  CREATE MATERIALIZED VIEW public.lower_words AS SELECT public.outer_part(t) AS t FROM public.words;
  ALTER TABLE public.words OWNER TO maker; ALTER MATERIALIZED VIEW public.lower_words OWNER TO maker;`;

describe('what a restore in steps does at once', () => {
  let source: FixtureSource;
  let target: StepTarget;
  beforeEach(async () => {
    [source, target] = await Promise.all([fixtureSource(), stepTarget('supabase')]);
  }, 60_000);
  afterEach(() => Promise.all([source.stop(), target.stop()]));

  const backup = async (sql: string): Promise<Archive> => {
    await source.sql(sql);
    return openFile((await source.backup()).file);
  };
  const differences = async (): Promise<unknown> => {
    const of = (server: StepTarget['server']) => fingerprint(server.settings('supabase_admin', 'postgres'));
    return diffFingerprints(await of(source.server), await of(target.server));
  };

  it('P-RESTORE-57 makes rings of foreign keys, also over partitions, and rows whose CHECKs read each other, without a deadlock', async () => {
    const archive = await backup(tables);
    await target.restore(archive, { jobs: 4, keysAtOnce: 3 });
    expect(await differences()).toEqual({ missing: [], added: [] });
    expect(await target.server.log()).not.toContain('deadlock');
    await archive.close();
  }, 60_000);

  it('P-RESTORE-57 is rows of two tables, and two indexes of one table', async () => {
    const archive = await backup(meeting);
    const decide: RestoreScript['decide'] = (part) =>
      part.text.includes('FUNCTION "public"."meet"') && part.text.includes('CREATE')
        ? { do: 'run', text: Buffer.from(meet) }
        : runAsItIs(part);
    await target.restore(archive, { jobs: 2, smallTable: 0, script: { decide } });
    expect(
      (await target.asAdmin((client) => client.query('SELECT FROM pg_class WHERE relname ~ $1', ['^met_[12]$'])))
        .rowCount,
    ).toBe(2);
    await archive.close();
  }, 60_000);

  it.each(['supabase', 'plain'] as const)(
    'P-RESTORE-51 lets functions in indexes, which run as the owner of their table, find what they call (%s target)',
    async (kind) => {
      const archive = await backup(byName);
      const own = kind === 'plain' ? await stepTarget('plain') : target;
      await own.restore(archive);
      const { rows } = await own.asAdmin((client) =>
        client.query(`SELECT t, (SELECT rolname FROM pg_roles r WHERE r.oid = relowner) AS owner,
                             has_schema_privilege('maker', 'public', 'USAGE') AS may, array_to_string(nspacl, ' ') ~ 'maker=UC?/' AS own
                        FROM public.lower_words, pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'words_i'`),
      );
      expect(rows).toEqual([{ t: 'a', owner: 'maker', may: true, own: false }]);
      if (own !== target) await own.stop();
      await archive.close();
    },
    60_000,
  );

  it('P-RESTORE-58 is less where the server has fewer connections, and that is said', async () => {
    const archive = await backup('CREATE TABLE public.t (a integer PRIMARY KEY); INSERT INTO public.t VALUES (1)');
    await target.asAdmin((client) => client.query('ALTER ROLE postgres CONNECTION LIMIT 2'));
    await target.restore(archive, { jobs: 5 });
    expect(target.warnings).toContainEqual({
      code: 'FEWER_JOBS',
      text: 'The target has no more free connections: 2 of 5 are used.',
    });
    await target.asAdmin((client) => client.query('ALTER ROLE postgres CONNECTION LIMIT -1'));
    expect(await differences()).toEqual({ missing: [], added: [] });
    await archive.close();
  }, 60_000);

  it('P-RESTORE-58 is never two restores: the second is refused', async () => {
    const archive = await backup('CREATE TABLE public.t (a integer)');
    let second: unknown = null;
    await target.restore(archive, {
      async onStep({ step }) {
        if (step !== 'definitions') return;
        second = await target.restore(archive, { resume: true, lockWaitSeconds: 1 }).catch((cause: unknown) => cause);
      },
    });
    expect(second).toMatchObject({
      code: 'RESTORE_UNFINISHED',
      message: 'Another restore is at work on this database.',
    });
    expect(await differences()).toEqual({ missing: [], added: [] });
    await archive.close();
  }, 60_000);
});

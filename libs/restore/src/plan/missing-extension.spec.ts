import { jest } from '@jest/globals';
import { fingerprint, freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import type { TargetFacts } from '../target/target-facts';
import type { RestorePlan } from './restore-plan';
import { lines, plainOwner, PlannedBackup } from './testing/planned-backup';

jest.setTimeout(120_000);

/** earthdistance can only be made by a superuser; cube, in the same schema, by anybody. */
const extensions =
  'CREATE EXTENSION cube WITH SCHEMA extensions; CREATE EXTENSION earthdistance WITH SCHEMA extensions;';

const lost = `
  CREATE DOMAIN public.spot AS extensions.earth;
  CREATE TYPE public.stop AS (at public.spot, note text);
  CREATE TABLE public.places (id serial PRIMARY KEY, at extensions.earth, name text NOT NULL);
  CREATE TABLE public.routes (stops public.stop[]);
  CREATE TABLE public.special_places (why text) INHERITS (public.places);
  CREATE TABLE public.farness (km float8 DEFAULT extensions.sec_to_gc(1));
  INSERT INTO public.places (at, name) VALUES (extensions.ll_to_earth(52, 13), 'Berlin');
  CREATE INDEX places_at ON public.places USING gist (at);
  CREATE VIEW public.place_names AS SELECT name FROM public.places;
  CREATE MATERIALIZED VIEW public.place_count AS SELECT count(*) AS n FROM public.place_names;
  CREATE FUNCTION public.nearest(extensions.earth) RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION public.of_row(public.places) RETURNS text LANGUAGE sql AS 'SELECT $1.name';
  CREATE FUNCTION public.touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touch BEFORE UPDATE ON public.places FOR EACH ROW EXECUTE FUNCTION public.touched();
  ALTER TABLE public.places DISABLE TRIGGER touch, ENABLE ROW LEVEL SECURITY;
  CREATE POLICY all_places ON public.places USING (true);
  COMMENT ON TRIGGER touch ON public.places IS 'with it'; COMMENT ON COLUMN public.places.at IS 'with it';
  GRANT SELECT ON public.places TO anon;
  CREATE PUBLICATION moves FOR TABLE public.places;
  CREATE STATISTICS public.places_statistics ON id, name FROM public.places;
`;

const kept = `
  CREATE TABLE public.boxes (id integer PRIMARY KEY, c extensions.cube);
  INSERT INTO public.boxes VALUES (1, '(1,2)');
  CREATE INDEX boxes_c ON public.boxes USING gist (c);
  CREATE TABLE public.visits (place integer, secret boolean, CONSTRAINT known_place FOREIGN KEY (place) REFERENCES public.places);
  INSERT INTO public.visits VALUES (1, false);
  ALTER TABLE public.visits ENABLE ROW LEVEL SECURITY;
  CREATE POLICY mine ON public.visits TO authenticated USING (NOT secret);
  CREATE POLICY nearby ON public.visits AS RESTRICTIVE TO authenticated USING (extensions.sec_to_gc(1) > 0);
  CREATE FUNCTION public.nearest(text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
  CREATE VIEW public.nearest_visit AS SELECT public.nearest('x'::text) AS place;
`;

const notRestorable = [
  'skip constraint places_pkey on public.places',
  'skip domain public.spot',
  'skip extension earthdistance',
  'skip foreign key known_place on public.visits',
  'skip function public.nearest(extensions.earth)',
  'skip function public.of_row(public.places)',
  'skip index public.places_at',
  'skip materialized view public.place_count',
  'skip policy all_places on public.places',
  'skip policy mine on public.visits',
  'skip policy nearby on public.visits',
  'skip rows public.places',
  'skip statistics public.places_statistics',
  'skip table public.farness',
  'skip table public.places',
  'skip table public.routes',
  'skip table public.special_places',
  'skip trigger touch on public.places',
  'skip type public.stop',
  'skip view public.place_names',
];

/** As on a server where its files are not installed. */
const without =
  (...names: string[]) =>
  (facts: TargetFacts): TargetFacts => {
    const availableExtensions = new Map([...facts.availableExtensions].filter(([name]) => !names.includes(name)));
    const installedExtensions = new Map([...facts.installedExtensions].filter(([name]) => !names.includes(name)));
    return { ...facts, availableExtensions, installedExtensions };
  };

describe('a target without an extension that the backup needs', () => {
  let backup: PlannedBackup;
  let owner: Awaited<ReturnType<typeof plainOwner>>;
  let supabase: ScratchServer;

  beforeAll(async () => {
    backup = await PlannedBackup.of(null, { superuser: extensions, owner: lost + kept });
    [owner, supabase] = await Promise.all([plainOwner('CREATEROLE'), freshTarget()]);
  });
  afterAll(() => Promise.all([backup.stop(), owner.server.stop(), supabase.stop()]));

  const skips = (plan: RestorePlan): string[] =>
    lines(
      plan,
      ({ action, type, name }) =>
        action === 'skip' && type !== 'role' && !/^(pg_cron|postgres_fdw|pgcrypto|uuid-ossp)$/.test(name),
    );

  it('P-RESTORE-22 gets everything else, and what hangs on it is named as not restorable (a Supabase project)', async () => {
    const settings = supabase.settings('postgres', 'postgres');
    const plan = await backup.plan(settings, {}, without('earthdistance'));
    expect(skips(plan)).toEqual([...notRestorable, 'skip publication supabase_realtime'].sort());
    const reasons = new Map(plan.items.map(({ type, name, reason }) => [`${type} ${name}`, reason]));
    expect(reasons.get('table public.places')).toBe(
      'Not restorable: it needs extensions.earth of extension earthdistance, which is not available on this server.',
    );
    expect(reasons.get('view public.place_names')).toBe(
      'Not restorable: it needs public.places, which is not made here.',
    );
    expect(plan.warnings).toContainEqual(
      expect.objectContaining({ code: 'EXTENSION_MISSING', object: 'earthdistance' }),
    );
    expect(plan.tables.map(({ name }) => name)).not.toContain('places');
    const { failures } = await backup.execute(settings, plan);
    expect(failures).toEqual([]);
    await expectRest(supabase, 'postgres');
  });

  it('leaves a table closed when the policy that restricts its others is not there', async () => {
    const [row] = await supabase.with('postgres', 'postgres', async (client) => {
      const policies = `(SELECT count(*) FROM pg_policies WHERE tablename = 'visits')::text AS policies`;
      return (await client.query(`SELECT relrowsecurity AS closed, ${policies} FROM pg_class WHERE relname = 'visits'`))
        .rows as unknown[];
    });
    expect(row).toEqual({ closed: true, policies: '0' });
  });

  it('gets the same where the extension is there, but only a superuser may make it', async () => {
    const plan = await backup.plan(owner.settings);
    expect(skips(plan).filter((line) => !/ (owner|privileges|default privileges) /.test(line))).toEqual(notRestorable);
    expect(plan.items.find(({ name }) => name === 'earthdistance')?.reason).toBe(
      'It can only be made by a superuser here.',
    );
    const { failures } = await backup.execute(owner.settings, plan);
    expect(failures).toEqual([]);
    await expectRest(owner.server, 'app');
  });

  it('a language, an access method, a default operator class are missed too, though they have no schema', async () => {
    const others = await PlannedBackup.of(null, {
      owner: `CREATE EXTENSION btree_gist WITH SCHEMA public;
        CREATE TABLE public.bookings (room integer, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
        CREATE TABLE public.disjoint (during tsrange, EXCLUDE USING gist (during WITH &&));`,
      superuser: `CREATE EXTENSION bloom WITH SCHEMA extensions; CREATE TABLE public.t (i integer); ALTER TABLE public.t OWNER TO postgres;
        CREATE INDEX blooming ON public.t USING bloom (i);`,
    });
    try {
      const plan = await others.plan(
        supabase.settings('postgres', 'postgres'),
        { mode: 'add' },
        without('bloom', 'btree_gist'),
      );
      expect(skips(plan)).toEqual([
        'skip constraint bookings_room_during_excl on public.bookings',
        'skip extension bloom',
        'skip extension btree_gist',
        'skip index public.blooming',
        'skip publication supabase_realtime',
      ]);
    } finally {
      await others.stop();
    }
  });

  async function expectRest(server: ScratchServer, database: string): Promise<void> {
    const there = (await fingerprint(server.settings(server.superuser.user, database))).join('\n');
    expect(there).toContain('rows|public.boxes|count 1');
    expect(there).toContain('rows|public.visits|count 1');
    expect(there).toContain('index|public.boxes_c|');
    expect(there).toContain('routine|public.nearest(text)|');
    expect(there).toContain('relation|public.nearest_visit|');
    expect(there).not.toMatch(/public\.(places|place_names|farness|stop)\b/);
  }
});

/** One thing a user can make, that nothing else comes with, and how it goes again. */
export interface LoneObject {
  what: string;
  make: string | string[];
  /** As whom; default: the project's owner. */
  as?: string;
  /** As they are named to people. */
  examples: string[];
  undo: string | string[];
}

/** Of any PostgreSQL. */
export const everywhere: LoneObject[] = [
  {
    what: 'table',
    make: 'CREATE TABLE public.t (id serial PRIMARY KEY, x text CHECK (true))',
    examples: ['table public.t'],
    undo: 'DROP TABLE public.t',
  },
  {
    what: 'view',
    make: 'CREATE VIEW public.v AS SELECT 1 AS one',
    examples: ['view public.v'],
    undo: 'DROP VIEW public.v',
  },
  {
    what: 'materialized view',
    make: 'CREATE MATERIALIZED VIEW public.m AS SELECT 1 AS one',
    examples: ['materialized view public.m'],
    undo: 'DROP MATERIALIZED VIEW public.m',
  },
  {
    what: 'sequence',
    make: 'CREATE SEQUENCE public.s',
    examples: ['sequence public.s'],
    undo: 'DROP SEQUENCE public.s',
  },
  {
    what: 'enum',
    make: `CREATE TYPE public.mood AS ENUM ('ok')`,
    examples: ['type public.mood'],
    undo: 'DROP TYPE public.mood',
  },
  {
    what: 'composite type',
    make: 'CREATE TYPE public.pair AS (a int, b int)',
    examples: ['type public.pair'],
    undo: 'DROP TYPE public.pair',
  },
  {
    what: 'range type',
    make: 'CREATE TYPE public.span AS RANGE (subtype = text)',
    examples: ['type public.span'],
    undo: 'DROP TYPE public.span',
  },
  {
    what: 'shell type',
    make: 'CREATE TYPE public.shell',
    as: 'superuser',
    examples: ['type public.shell'],
    undo: 'DROP TYPE public.shell',
  },
  {
    what: 'domain',
    make: 'CREATE DOMAIN public.d AS int CHECK (VALUE > 0)',
    examples: ['domain public.d'],
    undo: 'DROP DOMAIN public.d',
  },
  {
    what: 'function',
    make: `CREATE FUNCTION public.f(a int, OUT b text) LANGUAGE sql AS 'SELECT NULL::text'`,
    examples: ['function public.f("a" integer, OUT "b" "text")'],
    undo: 'DROP FUNCTION public.f',
  },
  {
    what: 'procedure',
    make: `CREATE PROCEDURE public.p() LANGUAGE sql AS ''`,
    examples: ['procedure public.p()'],
    undo: 'DROP PROCEDURE public.p',
  },
  {
    what: 'aggregate',
    make: 'CREATE AGGREGATE public.total(integer) (SFUNC = int4pl, STYPE = integer)',
    examples: ['aggregate public.total(integer)'],
    undo: 'DROP AGGREGATE public.total(integer)',
  },
  { what: 'schema', make: 'CREATE SCHEMA shop', examples: ['schema shop'], undo: 'DROP SCHEMA shop' },
  {
    what: 'collation',
    make: 'CREATE COLLATION public.bytes FROM "C"',
    examples: ['collation public.bytes'],
    undo: 'DROP COLLATION public.bytes',
  },
  {
    what: 'conversion',
    make: `CREATE CONVERSION public.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`,
    examples: ['conversion public.latin'],
    undo: 'DROP CONVERSION public.latin',
  },
  {
    what: 'operator',
    make: 'CREATE OPERATOR public.!! (FUNCTION = pg_catalog.int4um, RIGHTARG = integer)',
    examples: ['operator public.!!'],
    undo: 'DROP OPERATOR public.!! (NONE, integer)',
  },
  {
    what: 'operator class with the family it brings',
    make: 'CREATE OPERATOR CLASS public.oc FOR TYPE int USING btree AS FUNCTION 1 btint4cmp(int, int)',
    as: 'superuser',
    examples: ['operator class public.oc'],
    undo: 'DROP OPERATOR FAMILY public.oc USING btree',
  },
  {
    what: 'operator family',
    make: 'CREATE OPERATOR FAMILY public.of USING btree',
    as: 'superuser',
    examples: ['operator family public.of'],
    undo: 'DROP OPERATOR FAMILY public.of USING btree',
  },
  {
    what: 'text search configuration',
    make: 'CREATE TEXT SEARCH CONFIGURATION public.c (COPY = pg_catalog.english)',
    examples: ['text search configuration public.c'],
    undo: 'DROP TEXT SEARCH CONFIGURATION public.c',
  },
  {
    what: 'text search dictionary',
    make: 'CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = pg_catalog.simple)',
    examples: ['text search dictionary public.d'],
    undo: 'DROP TEXT SEARCH DICTIONARY public.d',
  },
  {
    what: 'text search template',
    make: 'CREATE TEXT SEARCH TEMPLATE public.tt (LEXIZE = dsimple_lexize)',
    as: 'superuser',
    examples: ['text search template public.tt'],
    undo: 'DROP TEXT SEARCH TEMPLATE public.tt',
  },
  {
    what: 'cast',
    make: 'CREATE CAST (text AS point) WITH INOUT',
    as: 'superuser',
    examples: ['cast "text" AS "point"'],
    undo: 'DROP CAST (text AS point)',
  },
  {
    what: 'access method',
    make: 'CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler',
    as: 'superuser',
    examples: ['access method pile'],
    undo: 'DROP ACCESS METHOD pile',
  },
  {
    what: 'language',
    make: 'CREATE LANGUAGE mine HANDLER plpgsql_call_handler',
    as: 'superuser',
    examples: ['language mine'],
    undo: 'DROP LANGUAGE mine',
  },
  {
    what: 'foreign data wrapper',
    make: 'CREATE FOREIGN DATA WRAPPER nowhere',
    as: 'superuser',
    examples: ['foreign data wrapper nowhere'],
    undo: 'DROP FOREIGN DATA WRAPPER nowhere',
  },
  {
    what: 'publication',
    make: 'CREATE PUBLICATION mine',
    examples: ['publication mine'],
    undo: 'DROP PUBLICATION mine',
  },
  {
    what: 'subscription',
    make: `CREATE SUBSCRIPTION mine CONNECTION 'host=192.0.2.1' PUBLICATION p WITH (connect = false)`,
    as: 'superuser',
    examples: ['subscription mine'],
    undo: ['ALTER SUBSCRIPTION mine SET (slot_name = NONE)', 'DROP SUBSCRIPTION mine'],
  },
  {
    what: 'large object',
    make: 'SELECT lo_create(70001)',
    examples: ['large object 70001'],
    undo: 'SELECT lo_unlink(70001)',
  },
  {
    what: 'event trigger, with its function',
    make: [
      `CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
      'CREATE EVENT TRIGGER watcher ON sql_drop EXECUTE FUNCTION public.watch()',
    ],
    as: 'superuser',
    examples: ['event trigger watcher', 'function public.watch()'],
    undo: ['DROP EVENT TRIGGER watcher', 'DROP FUNCTION public.watch'],
  },
];

/** On a Supabase platform only. */
export const onPlatform: LoneObject[] = [
  {
    what: 'policy on storage.objects',
    make: 'CREATE POLICY mine ON storage.objects FOR SELECT TO anon USING (true)',
    examples: ['policy mine on storage.objects'],
    undo: 'DROP POLICY mine ON storage.objects',
  },
  {
    what: "trigger on auth.users that calls an extension's function",
    make: 'CREATE TRIGGER mine BEFORE UPDATE ON auth.users FOR EACH ROW EXECUTE FUNCTION supabase_functions.http_request()',
    examples: ['trigger mine on auth.users'],
    undo: 'DROP TRIGGER mine ON auth.users',
    as: 'superuser',
  },
  {
    what: "trigger on storage.objects, with the user's function that it calls",
    make: [
      `CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
      'CREATE TRIGGER mine BEFORE UPDATE ON storage.objects FOR EACH ROW EXECUTE FUNCTION public.touch()',
    ],
    examples: ['function public.touch()', 'trigger mine on storage.objects'],
    undo: ['DROP TRIGGER mine ON storage.objects', 'DROP FUNCTION public.touch'],
  },
  {
    what: 'row in auth.users',
    make: 'INSERT INTO auth.users (id) VALUES (gen_random_uuid())',
    examples: ['rows in auth.users'],
    undo: 'DELETE FROM auth.users',
  },
  {
    what: 'bucket',
    make: `INSERT INTO storage.buckets (id, name) VALUES ('b', 'b')`,
    examples: ['rows in storage.buckets'],
    undo: 'DELETE FROM storage.buckets',
  },
  {
    what: 'migration history',
    make: ['CREATE SCHEMA supabase_migrations', 'CREATE TABLE supabase_migrations.schema_migrations (version text)'],
    examples: ['table supabase_migrations.schema_migrations', 'schema supabase_migrations'],
    undo: 'DROP SCHEMA supabase_migrations CASCADE',
  },
  {
    what: 'queue',
    make: ['CREATE SCHEMA pgmq', 'CREATE TABLE pgmq.q_jobs (id bigint)'],
    examples: ['table pgmq.q_jobs'],
    undo: 'DROP SCHEMA pgmq CASCADE',
  },
  {
    what: 'server',
    make: 'CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw',
    examples: ['server far'],
    undo: 'DROP SERVER far',
  },
];

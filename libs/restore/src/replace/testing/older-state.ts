import type { FixtureName } from '@stowbase/postgres/testing';

/** Objects that the archive doesn't have and that need none of its. */
export const keepers = `
  CREATE SCHEMA keepers;
  CREATE TYPE keepers.kind AS ENUM ('a', 'b');
  CREATE TABLE keepers.things (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind keepers.kind NOT NULL, at timestamptz);
  INSERT INTO keepers.things (kind) VALUES ('a'), ('b');
  CREATE TABLE keepers.parts (thing bigint REFERENCES keepers.things) PARTITION BY LIST (thing);
  CREATE TABLE keepers.part_1 PARTITION OF keepers.parts FOR VALUES IN (1);
  INSERT INTO keepers.parts VALUES (1);
  CREATE VIEW keepers.seen AS SELECT kind FROM keepers.things;
  CREATE FUNCTION keepers.count_things() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM keepers.things';
  CREATE FUNCTION public.kept(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
  CREATE TABLE public.kept_table (id integer PRIMARY KEY, t text);
  INSERT INTO public.kept_table VALUES (1, 'x');
  ALTER TABLE public.kept_table ENABLE ROW LEVEL SECURITY;
  CREATE POLICY kept_policy ON public.kept_table USING (true);
  CREATE POLICY kept_policy ON storage.buckets FOR SELECT USING (true);
  CREATE PUBLICATION kept_changes FOR TABLE public.kept_table;
  SELECT pg_catalog.lo_create(777);
`;
/** Lines of a fingerprint about them. */
export const kept = /\b(keepers|kept\w*)\b|\|777\|/;

/** The same tables, as an earlier state of the project might have them. */
export const older: Record<FixtureName, string> = {
  plain: `
    ALTER TABLE public.orders ADD COLUMN old_column text, DROP COLUMN placed CASCADE;
    DELETE FROM public.payments;
    DROP POLICY "Profiles are visible to everyone" ON public.profiles;
    CREATE INDEX old_index ON public.customers (name);
    CREATE TRIGGER old_trigger BEFORE INSERT ON public.notes FOR EACH ROW EXECUTE FUNCTION public.touch_audit();
    ALTER TABLE public.articles ADD CONSTRAINT old_check CHECK (public.is_cheap(articles) IS NOT NULL);
    GRANT EXECUTE ON FUNCTION public.handle_new_user() TO shop_reader WITH GRANT OPTION;
    COMMENT ON FUNCTION public.handle_new_user() IS 'old';
    UPDATE auth.users SET email = 'old' || email;`,
  torture: `
    DROP TABLE public.bookings;
    CREATE VIEW public.bookings AS SELECT 1 AS a;
    DROP TYPE public.no_columns;
    CREATE TABLE public.no_columns (a integer);
    DROP SEQUENCE public.at_end;
    CREATE TYPE public.at_end AS (a integer);
    ALTER TABLE public.types DROP COLUMN u;`,
};

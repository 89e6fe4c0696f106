import { availableServerMajors, freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { defaultPrivileges } from '../default-privileges';
import { inHolder, runAs } from '../testing/run-script';
import { inventory, type Inventory } from './inventory';

describe.each(await availableServerMajors())('the inventory, PostgreSQL %i', (major) => {
  let source: ScratchServer;
  let found: Inventory;

  beforeAll(async () => {
    source = await freshTarget({ major, fixture: 'plain' });
    await runAs(
      source,
      'postgres',
      `
      CREATE FUNCTION public.loose(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';
      CREATE FUNCTION public.tight(text) RETURNS text IMMUTABLE LANGUAGE plpgsql SET search_path = '' AS 'BEGIN RETURN $1; END';
      CREATE TABLE public.gen (a text, b text GENERATED ALWAYS AS (public.loose(a)) STORED, c text GENERATED ALWAYS AS (public.tight(a)) STORED);
      CREATE TABLE public.seats (n int);
      CREATE FUNCTION public.free_seats() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM public.seats); END';
      CREATE TABLE public.bookings (id int, CONSTRAINT enough CHECK (public.free_seats() > 0))`,
    );
    found = await inHolder(source, 'postgres', inventory);
  });
  afterAll(() => source.stop());

  it('knows the server and what to expect of the dump', () => {
    expect(found).toMatchObject({
      serverEncoding: 'UTF8',
      collation: 'C.UTF-8',
      publications: 2,
      materializedViews: 3,
    });
    expect(found.databaseBytes).toBeGreaterThan(1_000_000);
    expect(found.largeObjects.count).toBeGreaterThan(0);
    expect(found.schemaObjects).toBeGreaterThan(20);
  });

  it('adds up large objects where it may read them', async () => {
    expect(found.largeObjects.bytes).toBeGreaterThan(50_000);
    await runAs(source, 'supabase_admin', `CREATE ROLE narrow LOGIN PASSWORD 'x'`);
    source.passwords.set('narrow', 'x');
    const narrow = await inHolder(source, 'narrow', inventory);
    expect(narrow.largeObjects).toEqual({ count: found.largeObjects.count, bytes: null });
    expect(narrow.vaultSecrets).toBeNull();
  });

  it('has the names of vault secrets and never a value', () => {
    expect(found.vaultSecrets).toEqual(['webhook']);
    expect(JSON.stringify(found)).not.toMatch(/whsec|terces/);
  });

  it('warns of generated columns and checks that a restore can trip over', () => {
    const objects = (code: string): (string | undefined)[] =>
      found.warnings.filter((w) => w.code === code).map((w) => w.object);
    expect(objects('GENERATED_COLUMN_NEEDS_SEARCH_PATH')).toContain('public.gen.b');
    expect(objects('GENERATED_COLUMN_NEEDS_SEARCH_PATH')).not.toContain('public.gen.c');
    expect(objects('CHECK_READS_OTHER_TABLES')).toContain('enough on public.bookings');
  });

  it("counts the owner's default privileges", async () => {
    expect((await inHolder(source, 'postgres', defaultPrivileges)).count).toBe(4);
  });
});

import { fixtureSource, type FixtureSource } from './testing/fixture-source';

const mebibyte = 1024 * 1024;

describe('F60 a bytea of 549 MB, which pg_dump can not read', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(`CREATE TABLE public.small (id int); INSERT INTO public.small VALUES (1);
      CREATE TABLE public."huge ""values""" (id int PRIMARY KEY, "the file" bytea);
      INSERT INTO public."huge ""values""" VALUES (1, 'x'), (2, pg_catalog.convert_to(repeat('x', 549 * ${mebibyte}), 'UTF8'))`);
  }, 120_000);
  afterAll(() => source.stop());

  it('F60 is found before anything is opened, with its table and column', async () => {
    let opened = 0;
    const error = await source.failedBackup({
      openOutput: () => {
        opened += 1;
        return Promise.resolve({ write: () => Promise.resolve() });
      },
    });
    expect(error.code).toBe('VALUE_TOO_LARGE');
    expect(error.message).toContain('"public"."huge ""values"""');
    expect(error.message).toContain('"the file"');
    expect(error.nextStep).toContain(`--exclude-table 'public.huge "values"'`);
    expect(opened).toBe(0);
  }, 60_000);

  it('F60 does not hide the other tables: without its rows the backup goes through', async () => {
    const { result } = await source.backup({ excludeTables: ['public.huge*'] });
    expect(result.gaps).toEqual([]);
    expect(result.contents.tables.find(({ name }) => name === 'small')?.rows).toBe(1);
    expect(result.contents.options['excludedTables']).toEqual(['public.huge "values"']);
  }, 60_000);

  it('F60 does not matter to a backup of the schema', async () => {
    const { result } = await source.backup({ type: 'schema' });
    expect(result.gaps).toEqual([]);
  }, 60_000);
});

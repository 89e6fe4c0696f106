import { availableServerMajors, freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { preamble } from './preamble';
import { inHolder, lines, psql, runAs } from './testing/run-script';

const defaults = `SELECT format('%s|%s|%s|%s', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl) FROM pg_default_acl`;
const granted = `SELECT coalesce(string_agg(x::text, ',' ORDER BY x::text), 'none') FROM pg_class, unnest(relacl) x WHERE relname IN ('probe', 'probe_seq')`;

describe.each(await availableServerMajors())('the preamble, PostgreSQL %i', (major) => {
  let target: ScratchServer;
  let sql: string;

  beforeAll(async () => {
    target = await freshTarget({ major, fixture: 'plain' });
    await runAs(
      target,
      'postgres',
      `
      CREATE SCHEMA "odd ""schema"; CREATE ROLE "odd ""role";
      ALTER DEFAULT PRIVILEGES IN SCHEMA "odd ""schema" GRANT SELECT ON TABLES TO "odd ""role" WITH GRANT OPTION;
      ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
      ALTER DEFAULT PRIVILEGES REVOKE UPDATE ON SEQUENCES FROM postgres;
      ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO anon;
      ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC`,
    );
    ({ sql } = await inHolder(target, 'postgres', preamble));
  });
  afterAll(() => target.stop());

  it('leaves no default privilege of the restoring role outside the schemas of the platform', async () => {
    const others = (await lines(target, defaults)).filter(
      (line) => !line.startsWith('postgres|') || line.includes('|storage|'),
    );
    expect(others.length).toBeGreaterThan(3);
    expect(await psql(target, 'postgres', sql)).toBe('');
    expect(await lines(target, defaults)).toEqual(others);
  });

  it('gives new objects what PostgreSQL gives by itself, and nothing more', async () => {
    await runAs(
      target,
      'postgres',
      `CREATE TABLE public.probe (id serial); CREATE FUNCTION public.probe_f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    );
    expect(await lines(target, granted)).toEqual(['none']);
    expect(await lines(target, `SELECT has_function_privilege('anon', 'public.probe_f()', 'EXECUTE')`)).toEqual([
      'true',
    ]);
  });

  it('may run again', async () => {
    expect(await psql(target, 'postgres', sql)).toBe('');
  });
});

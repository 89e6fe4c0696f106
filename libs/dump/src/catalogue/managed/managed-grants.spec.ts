import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { inHolder, lines, psql, runAs } from '../testing/run-script';
import { managed } from './managed';

const given = `
  GRANT USAGE ON SCHEMA auth TO watchers;
  GRANT SELECT ON auth.users TO watchers WITH GRANT OPTION;
  GRANT SELECT (id, "name") ON storage.objects TO "odd ""role";
  GRANT EXECUTE ON FUNCTION auth.uid() TO watchers`;
const held = `SELECT DISTINCT format('%s', row(n.nspname, x.name, r.rolname, a.privilege_type, a.is_grantable)) FROM (
    SELECT nspname::text AS name, oid AS nsp, nspacl AS acl FROM pg_namespace
    UNION ALL SELECT relname, relnamespace, relacl FROM pg_class
    UNION ALL SELECT relname || '.' || attname, relnamespace, attacl FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
    UNION ALL SELECT proname, pronamespace, proacl FROM pg_proc) x
  JOIN pg_namespace n ON n.oid = x.nsp, aclexplode(x.acl) a JOIN pg_roles r ON r.oid = a.grantee WHERE r.rolname IN ('watchers', 'odd "role')`;

describe('what the own roles of the user may do on objects of the platform', () => {
  let source: ScratchServer;
  let target: ScratchServer;
  beforeAll(async () => {
    [source, target] = await Promise.all([freshTarget(), freshTarget()]);
    for (const server of [source, target])
      await runAs(server, 'postgres', 'CREATE ROLE watchers; CREATE ROLE "odd ""role"');
    await runAs(source, 'supabase_admin', given);
  });
  afterAll(() => Promise.all([source, target].map((server) => server.stop())));

  it('P-MANAGED-2 is said loudly where the restoring role may not give it', async () => {
    const { sql, count } = await inHolder(source, 'postgres', managed);
    expect(count).toBe(5);
    expect(await psql(target, 'postgres', sql)).toMatch(/WARNING: {2}(no privileges were granted|NOT RESTORED)/);
  });

  it('P-MANAGED-2 comes back where it may', async () => {
    const { sql } = await inHolder(source, 'postgres', managed);
    expect(await psql(target, 'supabase_admin', sql)).toBe('');
    expect(await lines(target, held)).toEqual(await lines(source, held));
  });
});

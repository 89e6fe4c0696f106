import { jest } from '@jest/globals';
import { availableServerMajors } from '../server/server-binaries';
import { startScratchServer, type ScratchServer } from '../server/scratch-server';
import { buildPlatform } from './platform';

jest.setTimeout(60_000);
describe.each([15, 17])('the Supabase-like platform on PostgreSQL %i', (major) => {
  let server: ScratchServer | null = null;
  beforeAll(async () => {
    if (!(await availableServerMajors()).includes(major)) return;
    server = await startScratchServer({ major });
    await buildPlatform(server);
  });
  afterAll(() => server?.stop());

  const asPostgres = (sql: string) =>
    server!.with('postgres', 'postgres', (c) => c.query<Record<string, unknown>>(sql));

  it('gives "postgres" everything but superuser rights', async () => {
    if (!server) return;
    const { rows } = await asPostgres(
      "SELECT rolsuper, rolbypassrls, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = 'postgres'",
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: true, rolcreaterole: true, rolreplication: true }]);
  });

  it('lets "postgres" write users and objects, but not the service tables', async () => {
    if (!server) return;
    const writable = await asPostgres(`
      SELECT t FROM unnest('{auth.users,auth.schema_migrations,storage.objects,storage.buckets,storage.migrations,storage.buckets_vectors,storage.vector_indexes}'::text[]) t
       WHERE has_table_privilege(t, 'INSERT') ORDER BY t`);
    expect(writable.rows.map((r) => r['t'])).toEqual(['auth.users', 'storage.buckets', 'storage.objects']);
    await asPostgres('SELECT * FROM storage.buckets_vectors');
  });

  it('lets "postgres" do what the platform\'s hook allows', async () => {
    if (!server) return;
    await asPostgres(`
      SET session_replication_role = replica; RESET session_replication_role;
      ALTER ROLE authenticator SET pgrst.db_schemas = 'public, api';
      CREATE POLICY p ON storage.objects FOR SELECT USING (auth.uid() IS NOT NULL);
      CREATE POLICY p ON realtime.messages FOR SELECT USING (true);
      CREATE POLICY p ON auth.users FOR SELECT USING (true);
      CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER t AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.f();
      CREATE TRIGGER t AFTER INSERT ON storage.objects FOR EACH ROW EXECUTE FUNCTION public.f();
      CREATE EXTENSION citext SCHEMA extensions;
      CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;
      ALTER PUBLICATION supabase_realtime SET TABLE storage.objects;
      CREATE ROLE app_role; GRANT app_role TO authenticator;`);
  });
});

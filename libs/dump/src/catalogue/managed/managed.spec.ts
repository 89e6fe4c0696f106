import { availableServerMajors, freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { inHolder, lines, psql, runAs } from '../testing/run-script';
import { isUsersOwnManagedObject, managed, type ManagedScript } from './managed';

const policies = `SELECT format('%s', row(p.schemaname, p.tablename, p.policyname, p.permissive, p.roles, p.cmd, p.qual, p.with_check,
    obj_description((SELECT oid FROM pg_policy x WHERE x.polname = p.policyname AND x.polrelid = format('%I.%I', p.schemaname, p.tablename)::regclass), 'pg_policy')))
  FROM pg_policies p WHERE schemaname IN ('auth', 'storage', 'realtime')`;
const triggers = `SELECT format('%s', row(pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger')))
  FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text ~ '^(auth|storage|realtime)[.]'`;

/** What both sides have before: the user's schema, without the objects on the platform's tables. */
const userSchema = `CREATE ROLE watchers; CREATE SCHEMA "my fns"; CREATE FUNCTION "my fns"."on user"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`;
const userObjects = `
  CREATE POLICY "odd ""policy" ON storage.objects AS RESTRICTIVE FOR DELETE TO watchers, anon USING (bucket_id <> 'it''s \\ $_$');
  CREATE POLICY all_of_it ON auth.users USING (true) WITH CHECK (false);
  CREATE POLICY watch ON storage.buckets FOR SELECT TO watchers USING (public);
  COMMENT ON POLICY "odd ""policy" ON storage.objects IS 'why; ''because''';
  CREATE TRIGGER "on ""signup" AFTER INSERT OR UPDATE OF email ON auth.users FOR EACH ROW WHEN (NEW.email IS NOT NULL) EXECUTE FUNCTION "my fns"."on user"();
  CREATE TRIGGER sleeping BEFORE DELETE ON auth.users FOR EACH ROW EXECUTE FUNCTION "my fns"."on user"();
  ALTER TABLE auth.users DISABLE TRIGGER sleeping;
  CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON storage.objects DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "my fns"."on user"();
  ALTER TABLE storage.objects ENABLE ALWAYS TRIGGER checked;
  COMMENT ON TRIGGER checked ON storage.objects IS 'deferred';
  CREATE TRIGGER hook AFTER INSERT ON storage.objects FOR EACH ROW EXECUTE FUNCTION supabase_functions.http_request();
  CREATE TABLE public.plans (id int PRIMARY KEY); CREATE FUNCTION public.norm(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1';
`;
const asAdmin = `ALTER TABLE auth.users ADD COLUMN plan int REFERENCES public.plans (id); CREATE INDEX my_idx ON auth.users (public.norm(email));
  CREATE FUNCTION auth.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION auth.mine() OWNER TO postgres`;

describe.each(await availableServerMajors())(
  'objects of the user on tables of the platform, PostgreSQL %i',
  (major) => {
    let source: ScratchServer;
    let target: ScratchServer;
    let script: ManagedScript;

    beforeAll(async () => {
      [source, target] = await Promise.all([freshTarget({ major }), freshTarget({ major })]);
      for (const server of [source, target]) await runAs(server, 'postgres', userSchema);
      await runAs(source, 'postgres', userObjects);
      script = await inHolder(source, 'postgres', managed);
    });
    afterAll(async () => {
      await Promise.all([source, target].map((server) => server.stop()));
    });

    it('come back on a new project, in their state and with their comments', async () => {
      expect(await psql(target, 'postgres', script.sql)).toBe('');
      expect(await lines(target, policies)).toEqual(await lines(source, policies));
      expect(await lines(target, triggers)).toEqual(await lines(source, triggers));
      expect(script.count).toBe(7);
    });

    it('may run again', async () => {
      expect(await psql(target, 'postgres', script.sql)).toBe('');
    });

    it("are told from the platform's own", () => {
      const policy = (table: string, name: string): boolean =>
        isUsersOwnManagedObject(script.own, 'policy', { schema: 'storage', table, name });
      expect(policy('objects', 'odd "policy')).toBe(true);
      expect(policy('buckets_vectors', 'platform_reads_vectors')).toBe(false);
      expect(script.own.triggers.map((trigger) => trigger.name).sort()).toEqual([
        'checked',
        'hook',
        'on "signup',
        'sleeping',
      ]);
    });

    it('what else the user put there is named, because it is not restored', async () => {
      await runAs(source, 'supabase_admin', asAdmin);
      const { warnings } = await inHolder(source, 'postgres', managed);
      expect(warnings.map((warning) => warning.object)).toEqual([
        'auth.mine()',
        'users_plan_fkey on auth.users',
        'my_idx on auth.users',
        'auth.users."plan"',
      ]);
    });

    it('are silent about a project that has none', async () => {
      const other = await freshTarget({ major, fixture: 'plain' });
      try {
        expect((await inHolder(other, 'postgres', managed)).warnings).toEqual([]);
      } finally {
        await other.stop();
      }
    });
  },
);

describe('objects of the user on tables where the target refuses them', () => {
  let source: ScratchServer;
  let target: ScratchServer;
  beforeAll(async () => {
    [source, target] = await Promise.all([freshTarget(), freshTarget()]);
    for (const server of [source, target]) await runAs(server, 'postgres', userSchema);
    await runAs(source, 'postgres', userObjects);
    await runAs(source, 'postgres', `CREATE POLICY open_read ON storage.objects FOR SELECT USING (true)`);
  });
  afterAll(async () => {
    await Promise.all([source, target].map((server) => server.stop()));
  });

  it('a policy or trigger that is refused is a loud warning with its statement, and the rest goes on', async () => {
    await runAs(target, 'supabase_admin', 'REVOKE supabase_auth_admin FROM postgres');
    const stderr = await psql(target, 'postgres', (await inHolder(source, 'postgres', managed)).sql);
    expect(stderr).toMatch(/NOT RESTORED: policy "all_of_it" on "auth"."users": must be owner/);
    expect(stderr).toMatch(/HINT: .*CREATE POLICY "all_of_it" ON "auth"."users" USING \(true\) WITH CHECK \(false\);/);
    expect(stderr).toMatch(/NOT RESTORED: trigger "sleeping" on "auth"."users"/);
    expect(await lines(target, `SELECT tgname FROM pg_trigger WHERE tgname IN ('sleeping', 'checked')`)).toEqual([
      'checked',
    ]);
  });

  it('while a restrictive policy is missing, the permissive ones of its table are not made', async () => {
    await runAs(
      target,
      'postgres',
      `DROP POLICY "odd ""policy" ON storage.objects; DROP POLICY open_read ON storage.objects; DROP ROLE watchers`.replace(
        '; DROP ROLE watchers',
        '',
      ),
    );
    const { sql } = await inHolder(source, 'postgres', managed);
    const stderr = await psql(target, 'postgres', sql.replaceAll('TO "anon", "watchers"', 'TO "gone"'));
    expect(stderr).toMatch(/NOT RESTORED: policy "odd ""policy" on "storage"."objects": role "gone" does not exist/);
    expect(stderr).toMatch(
      /NOT RESTORED: policy "open_read" on "storage"."objects": a restrictive policy of this table is missing/,
    );
    expect(await lines(target, `SELECT policyname FROM pg_policies WHERE tablename = 'objects'`)).toEqual([]);
  });
});

import { availableServerMajors, freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { inHolder, lines, psql, runAs } from '../testing/run-script';
import { roles, type RolesScript } from './roles';

const attributes = `SELECT format('%s|%s%s%s%s%s|%s|%s|%s', rolname, rolinherit, rolcanlogin, rolcreatedb, rolcreaterole, rolbypassrls, rolconnlimit, rolvaliduntil,
  shobj_description(oid, 'pg_authid')) FROM pg_roles WHERE rolname !~ '^pg_'`;
const memberships = `SELECT format('%s -> %s|%s', r.rolname, m.rolname, bool_or(a.admin_option)) || coalesce(string_agg(DISTINCT '', ''), '')
  FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member GROUP BY r.rolname, m.rolname`;
const options16 = `SELECT format('%s -> %s|%s|%s', r.rolname, m.rolname, bool_or(a.inherit_option), bool_or(a.set_option))
  FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member GROUP BY r.rolname, m.rolname`;
const settings = `SELECT format('%s|%s|%s', coalesce(r.rolname, 'all'), d.datname, s.setconfig::text)
  FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase`;
const shared = `SELECT format('%s|%s', d.datacl::text, 'database') FROM pg_database d WHERE datname = 'postgres'`;

/** Beyond the fixture: what breaks quoting, and what a project's owner may do to the platform's roles. */
const more = `
  CREATE ROLE "we""ird 'role' \\ 100%" LOGIN NOINHERIT;
  ALTER ROLE "we""ird 'role' \\ 100%" SET search_path = "a""b, c", "Mixed Case", public;
  ALTER ROLE "we""ird 'role' \\ 100%" IN DATABASE postgres SET search_path = '';
  ALTER ROLE "we""ird 'role' \\ 100%" SET application_name = 'it''s = \\ %I $_$ x';
  COMMENT ON ROLE "we""ird 'role' \\ 100%" IS 'a comment; with ''quotes'' and $$';
  CREATE ROLE maker NOLOGIN CREATEROLE CREATEDB;
  GRANT maker TO postgres;
  GRANT shop_reader TO anon;
  GRANT shop_owner TO service_role;
  ALTER ROLE authenticated SET idle_in_transaction_session_timeout = '30s';
  ALTER ROLE service_role IN DATABASE postgres SET statement_timeout = '1h';
  GRANT CREATE, CONNECT ON DATABASE postgres TO reporting;
  REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC;
`;

describe.each(await availableServerMajors())('roles from the catalogue, PostgreSQL %i', (major) => {
  let source: ScratchServer;
  let target: ScratchServer;
  let script: RolesScript;

  beforeAll(async () => {
    [source, target] = await Promise.all([freshTarget({ major, fixture: 'plain' }), freshTarget({ major })]);
    await runAs(source, 'postgres', more);
    script = await inHolder(source, 'postgres', roles);
  });
  afterAll(async () => {
    await Promise.all([source, target].map((server) => server.stop()));
  });

  const same = async (queries: string[]): Promise<void> => {
    for (const query of queries) expect(await lines(target, query)).toEqual(await lines(source, query));
  };
  const all = [attributes, memberships, settings, shared, ...(major >= 16 ? [options16] : [])];

  it('come back whole on a new project, restored by its owner, who is no superuser', async () => {
    expect(await psql(target, 'postgres', script.sql)).toBe('');
    await same(all);
  });

  it('run a second time without a word or a change', async () => {
    expect(await psql(target, 'postgres', script.sql)).toBe('');
    await same(all);
  });

  it('P-ROLES-1 hold no password and name the login roles that need one', () => {
    expect(script.sql).not.toMatch(/PASSWORD|SCRAM|not-a-secret/i);
    expect(script.passwordsToSet).toEqual(['reporting', `we"ird 'role' \\ 100%`]);
  });

  it('are counted apart from their settings', () => {
    expect(script.roles).toBe(7);
    expect(script.count).toBe(script.roles + script.roleSettings);
  });

  it('never say what a target may refuse without a guard, and no meta-command', () => {
    expect(script.sql).not.toMatch(/^\\|NOSUPERUSER|NOBYPASSRLS|NOREPLICATION|GRANTED BY|^(BEGIN|COMMIT);/m);
    expect(script.sql).not.toMatch(/ALTER ROLE "(postgres|anon|service_role)" (?!SET|IN DATABASE)/);
  });

  it('let the restoring owner make objects of every role that owns some', async () => {
    const owners = await lines(
      source,
      `SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'auth', 'storage', 'realtime', 'cron', 'vault', 'supabase_functions')`,
    );
    expect(owners).toContain('shop_owner');
    for (const [at, owner] of owners.filter((name) => name !== 'postgres').entries()) {
      await runAs(
        target,
        'postgres',
        `CREATE TABLE public.owned_${at} (id int); GRANT CREATE ON SCHEMA public TO "${owner}";
        ALTER TABLE public.owned_${at} OWNER TO "${owner}"; CREATE INDEX ON public.owned_${at} (id); DROP TABLE public.owned_${at}`,
      );
    }
  });
});

describe('roles on a target that is not new', () => {
  let source: ScratchServer;
  beforeAll(async () => {
    source = await freshTarget();
    await runAs(
      source,
      'postgres',
      `CREATE ROLE app LOGIN CONNECTION LIMIT 5; CREATE ROLE team; GRANT team TO app; GRANT app TO authenticator;
      CREATE ROLE owner_elsewhere; ALTER ROLE authenticator SET lock_timeout = '7s'`,
    );
    await runAs(
      source,
      'supabase_admin',
      `CREATE ROLE strong NOLOGIN REPLICATION BYPASSRLS SUPERUSER;
      CREATE TABLE public.theirs (id int); ALTER TABLE public.theirs OWNER TO owner_elsewhere; ALTER ROLE postgres SET work_mem = '12MB'`,
    );
  });
  afterAll(() => source.stop());

  it('P-ROLES-1 an existing role is left as it is, and the difference is said', async () => {
    const target = await freshTarget();
    try {
      await runAs(
        target,
        'postgres',
        `CREATE ROLE app LOGIN CREATEDB CREATEROLE; CREATE ROLE team LOGIN; GRANT team TO app WITH ADMIN OPTION`,
      );
      const stderr = await psql(target, 'postgres', (await inHolder(source, 'postgres', roles)).sql);
      expect(stderr).toMatch(/role "app" is here already with other attributes/);
      expect(
        await lines(
          target,
          `SELECT rolname || rolcreatedb || rolcanlogin || rolconnlimit FROM pg_roles WHERE rolname IN ('app', 'team')`,
        ),
      ).toEqual(['apptruetrue-1', 'teamfalsetrue-1']);
      expect(await lines(target, `SELECT admin_option FROM pg_auth_members WHERE member = 'app'::regrole`)).toEqual([
        'true',
      ]);
    } finally {
      await target.stop();
    }
  });

  it('attributes only a superuser can give are a warning each, and the role is there', async () => {
    const target = await freshTarget();
    try {
      const stderr = await psql(target, 'postgres', (await inHolder(source, 'postgres', roles)).sql);
      for (const attribute of ['SUPERUSER', 'REPLICATION', 'BYPASSRLS'])
        expect(stderr).toMatch(`role "strong" was made without ${attribute}`);
      expect(await lines(target, `SELECT rolsuper FROM pg_roles WHERE rolname = 'strong'`)).toEqual(['false']);
    } finally {
      await target.stop();
    }
  });

  it('owners the source made in another way can be given back too', async () => {
    const target = await freshTarget();
    try {
      const script = await inHolder(source, 'postgres', roles);
      expect(script.warnings).toContainEqual(
        expect.objectContaining({ code: 'MEMBERSHIP_ADDED_FOR_RESTORE', object: 'owner_elsewhere' }),
      );
      await psql(target, 'postgres', script.sql);
      await runAs(
        target,
        'postgres',
        `GRANT CREATE ON SCHEMA public TO owner_elsewhere; CREATE TABLE public.theirs (id int); ALTER TABLE public.theirs OWNER TO owner_elsewhere`,
      );
    } finally {
      await target.stop();
    }
  });

  it('on a plain PostgreSQL, the superuser called postgres stays what it was', async () => {
    const target = await startScratchServer();
    try {
      const before = await lines(target, `SELECT format('%s', r) FROM pg_roles r WHERE rolname = 'postgres'`);
      const stderr = await psql(target, 'postgres', (await inHolder(source, 'postgres', roles)).sql);
      expect(stderr).toBe('');
      expect(await lines(target, `SELECT format('%s', r) FROM pg_roles r WHERE rolname = 'postgres'`)).toEqual(before);
      expect(
        await lines(
          target,
          `SELECT rolname || rolcanlogin FROM pg_roles WHERE rolname IN ('anon', 'authenticator', 'app')`,
        ),
      ).toEqual(['anonfalse', 'apptrue', 'authenticatorfalse']);
    } finally {
      await target.stop();
    }
  });
});

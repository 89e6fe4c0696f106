import { availableServerMajors, freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { roles } from '../roles/roles';
import { inHolder, lines, psql } from '../testing/run-script';
import { platform, type PlatformScripts } from './platform';

const schemas = `SELECT format('%s|%s|%s', nspname, nspowner::regrole, (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM unnest(nspacl) x WHERE x::text !~ '^supabase_admin='))
  FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema', 'cron', 'supabase_migrations', 'reports', 'private')`;
const memberships = `SELECT format('%s -> %s', r.rolname, m.rolname) FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
  WHERE r.rolname !~ '^(shop|reporting)' AND m.rolname !~ '^(shop|reporting|pg_)' AND m.rolname <> 'postgres'`;

describe.each(await availableServerMajors())('what the platform owns, on a plain PostgreSQL %i', (major) => {
  let source: ScratchServer;
  let scripts: PlatformScripts;

  beforeAll(async () => {
    source = await freshTarget({ major, fixture: 'plain' });
    scripts = await inHolder(source, 'postgres', platform);
  });
  afterAll(() => source.stop());

  const everything = (): string =>
    [scripts.roles, scripts.schemas, scripts.extensions].map((script) => script.sql).join('\n');

  it.each(['postgres', 'somebody'])(
    'is made by superuser %s, who is one afterwards and loses no attribute',
    async (superuser) => {
      const target = await startScratchServer({ major, superuser });
      try {
        const before = await lines(target, `SELECT format('%s', r) FROM pg_roles r WHERE rolname = '${superuser}'`);
        expect(await psql(target, superuser, everything())).not.toMatch(/ERROR/);
        expect(await psql(target, superuser, (await inHolder(source, 'postgres', roles)).sql)).toBe('');
        expect(await lines(target, `SELECT format('%s', r) FROM pg_roles r WHERE rolname = '${superuser}'`)).toEqual(
          before,
        );
        expect(await lines(target, `SELECT rolname FROM pg_roles WHERE rolsuper`)).toEqual([superuser]);
        expect(
          await lines(target, `SELECT count(*) FROM pg_db_role_setting WHERE setrole = '${superuser}'::regrole`),
        ).toEqual(['0']);
      } finally {
        await target.stop();
      }
    },
  );

  it('has no login, the memberships and schemas of the source, and runs twice', async () => {
    const target = await startScratchServer({ major });
    try {
      await psql(target, 'postgres', everything());
      await psql(target, 'postgres', everything());
      expect(await lines(target, `SELECT rolname FROM pg_roles WHERE rolcanlogin`)).toEqual(['postgres']);
      expect(await lines(target, `SELECT rolname FROM pg_roles WHERE rolbypassrls AND NOT rolsuper`)).toContain(
        'service_role',
      );
      expect(await lines(target, memberships)).toEqual(await lines(source, memberships));
      expect(await lines(target, schemas)).toEqual(await lines(source, schemas));
      expect(
        await lines(target, `SELECT extname FROM pg_extension WHERE extnamespace = 'extensions'::regnamespace`),
      ).toEqual(expect.arrayContaining(['pgcrypto', 'uuid-ossp']));
    } finally {
      await target.stop();
    }
  });
});

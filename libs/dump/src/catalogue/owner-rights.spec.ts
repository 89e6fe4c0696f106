import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { managed } from './managed/managed';
import { preamble } from './preamble';
import { roles } from './roles/roles';
import { inHolder, lines, psql, runAs } from './testing/run-script';

const owners = `SELECT format('%s|%s', oid::regclass, relowner::regrole) FROM pg_class WHERE relnamespace IN ('public'::regnamespace, '"App s"'::regnamespace) AND relkind = 'r'`;
const rights = `SELECT format('%s|%s', nspname, x) FROM pg_namespace, unnest(nspacl) x WHERE nspname IN ('public', 'App s')`;

describe('objects of a role in a schema of another one', () => {
  let source: ScratchServer;
  let target: ScratchServer;
  beforeAll(async () => {
    [source, target] = await Promise.all([freshTarget(), freshTarget()]);
    await runAs(
      source,
      'postgres',
      `CREATE ROLE "orm ""x"; CREATE ROLE former; GRANT "orm ""x", former TO postgres; CREATE SCHEMA "App s";
      GRANT CREATE ON SCHEMA public, "App s" TO "orm ""x", former;
      CREATE TABLE public.a (id int); ALTER TABLE public.a OWNER TO "orm ""x"; CREATE TABLE "App s".b (id serial); ALTER TABLE "App s".b OWNER TO "orm ""x";
      CREATE TABLE public.c (id int); ALTER TABLE public.c OWNER TO former; REVOKE CREATE ON SCHEMA public, "App s" FROM former`,
    );
  });
  afterAll(async () => {
    await Promise.all([source, target].map((server) => server.stop()));
  });

  it('are handed over by a restore without superuser rights, and no right is left behind', async () => {
    const before = await inHolder(source, 'postgres', async (q, ctx) => [
      (await roles(q, ctx)).sql,
      (await preamble(q, ctx)).sql,
    ]);
    const after = await inHolder(source, 'postgres', managed);
    const dump = await schemaDump(source);
    expect(await psql(target, 'postgres', [...before, dump, after.sql].join('\n'))).toBe('');
    expect(await lines(target, owners)).toEqual(await lines(source, owners));
    expect(await lines(target, rights)).toEqual(await lines(source, rights));
  });
});

/** pg_dump's text with the changes the safe rules would make to these two schemas. */
async function schemaDump(server: ScratchServer): Promise<string> {
  const { stdout } = await promisify(execFile)(
    path.join(server.binaries.bin, 'pg_dump'),
    ['--schema-only', '--quote-all-identifier', '--schema', 'public', '--schema', '"App s"'],
    {
      env: {
        PGHOST: server.host,
        PGPORT: String(server.port),
        PGUSER: 'postgres',
        PGDATABASE: 'postgres',
        PGPASSWORD: server.passwords.get('postgres'),
      },
    },
  );
  return stdout
    .replaceAll('CREATE SCHEMA "', 'CREATE SCHEMA IF NOT EXISTS "')
    .replaceAll(/^(\\|ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_admin").*$/gm, '');
}

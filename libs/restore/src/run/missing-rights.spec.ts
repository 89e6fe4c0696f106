import type { ScratchServer } from '@stowbase/postgres/testing';
import { tableKey } from '../table-name';
import { SmallTarget, type MadeUpMember } from '../testing/small-target';

const tolerant = { rules: { toleratesMissingRights: true } };

const members: readonly MadeUpMember[] = [
  {
    kind: 'schema',
    sql: `SET check_function_bodies = false;
CREATE TABLE public.before (a integer);
CREATE FUNCTION public.c() RETURNS void LANGUAGE c AS 'x', 'y';
COMMENT ON FUNCTION public.c() IS 'it is not there';
CREATE TABLE public.between (a integer);
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.t (a integer);
CREATE TABLE public.after (a integer);`,
  },
  { kind: 'data', name: 'elsewhere.t', sql: 'COPY elsewhere.t (a) FROM stdin;\n1\n2\n\\.\nSELECT 1;' },
  { kind: 'data', name: 'public.after', sql: 'COPY public.after (a) FROM stdin;\n3\n\\.\n' },
  { kind: 'data', name: 'public.foreign', sql: 'COPY public.of_admin (a) FROM stdin;\n4\n\\.\n' },
  {
    kind: 'schema_post',
    sql: 'ALTER TABLE public.before OWNER TO postgres;\nALTER TABLE public.after ADD PRIMARY KEY (a);',
  },
];

describe('a plain target whose owner is no superuser', () => {
  let server: ScratchServer;
  let target: SmallTarget;
  beforeAll(async () => {
    server = await SmallTarget.start();
    await server.with('postgres', 'postgres', (client) => client.query("CREATE ROLE owner LOGIN PASSWORD 'own'"));
    server.passwords.set('owner', 'own');
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    const admin = await SmallTarget.on(server);
    await admin.with((client) =>
      client.query('CREATE TABLE public.of_admin (a integer); GRANT CREATE, USAGE ON SCHEMA public TO owner'),
    );
    target = admin.as('owner');
  });

  it('P-RESTORE-49 gets everything but what its owner may not make, and each of that is named', async () => {
    const { counts } = await target.run(members, tolerant);
    expect(await target.objects()).toEqual(['after', 'after_pkey', 'before', 'between', 'of_admin']);
    expect(await target.column('SELECT a FROM public.after')).toEqual([3]);
    expect([...counts.rows]).toEqual([[tableKey({ schema: 'public', name: 'after' }), 1]]);
    expect(counts.skipped).toEqual([
      skipped(
        'sql/00000001-schema.sql.zst',
        3,
        'CREATE FUNCTION public.c() RETURNS void LANGUAGE c AS …',
        'This user may not do it: permission denied for language c.',
      ),
      skipped(
        'sql/00000001-schema.sql.zst',
        4,
        'COMMENT ON FUNCTION public.c() IS …',
        'It needs what could not be restored here: function public.c() does not exist.',
      ),
      skipped(
        'sql/00000001-schema.sql.zst',
        6,
        'CREATE SCHEMA elsewhere;',
        expect.stringContaining('permission denied for database'),
      ),
      skipped(
        'sql/00000001-schema.sql.zst',
        7,
        'CREATE TABLE elsewhere.t (a integer);',
        'It needs what could not be restored here: schema "elsewhere" does not exist.',
      ),
      skipped(
        'sql/00000002-data-elsewhere.t.sql.zst',
        1,
        'COPY elsewhere.t (a) FROM stdin;',
        expect.stringContaining('does not exist'),
      ),
      skipped(
        'sql/00000004-data-public.foreign.sql.zst',
        1,
        'COPY public.of_admin (a) FROM stdin;',
        'This user may not do it: permission denied for table of_admin.',
      ),
      skipped(
        'sql/00000005-schema_post.sql.zst',
        1,
        'ALTER TABLE public.before OWNER TO postgres;',
        expect.stringContaining('must be'),
      ),
    ]);
  });

  it('P-RESTORE-49 keeps the settings of a member whose statement was refused', async () => {
    await target.run(
      [
        {
          kind: 'schema',
          sql: `SET search_path = public;
CREATE SCHEMA elsewhere;
CREATE TABLE found_by_path (a integer);`,
        },
      ],
      tolerant,
    );
    expect(await target.objects()).toContain('found_by_path');
  });

  it.each([
    ['row level security', 'ALTER TABLE public.of_admin ENABLE ROW LEVEL SECURITY;'],
    ['row level security for the owner', 'ALTER TABLE public.of_admin FORCE ROW LEVEL SECURITY;'],
    ['a restrictive policy', 'CREATE POLICY p ON public.of_admin AS RESTRICTIVE USING (false);'],
    ['a revoked right', 'REVOKE SELECT ON public.of_admin FROM PUBLIC;'],
  ])('P-RESTORE-49 is not left more open than the source: %s is the end', async (_, sql) => {
    const error = await target.failure([...members, { kind: 'schema_post', sql }], tolerant);
    expect(error).toMatchObject({ code: 'STATEMENT_FAILED', place: { statement: 1 } });
    expect(await target.objects()).toEqual(['of_admin']);
  });

  it('fails on anything else, also where rights may be missing', async () => {
    for (const sql of [
      'CREATE TABLE public.after (a integer);',
      'COMMENT ON TABLE public.missing IS NULL;',
      'SELECT 1/0;',
    ]) {
      const error = await target.failure(
        [{ kind: 'schema', sql: `CREATE TABLE public.after (a integer);\n${sql}` }],
        tolerant,
      );
      expect(error).toMatchObject({ code: 'STATEMENT_FAILED', place: { statement: 2 } });
    }
  });

  it('fails on a missing right where all must be restored', async () => {
    const error = await target.failure(members);
    expect(error).toMatchObject({ code: 'STATEMENT_FAILED', cause: { code: '42501' }, place: { statement: 3 } });
    expect(error.nextStep).toContain('a role that may do this');
  });
});

const skipped = (member: string, statement: number, text: string, reason: unknown): unknown => ({
  member,
  statement,
  text,
  reason,
});

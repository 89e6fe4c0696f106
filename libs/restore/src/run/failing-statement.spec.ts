import type { ScratchServer } from '@stowbase/postgres/testing';
import { everyText, SmallTarget } from '../testing/small-target';

/** Long enough for a batch, with characters of one to four bytes. */
const comments = (count: number): string =>
  Array.from({ length: count }, (_, n) => `COMMENT ON TABLE public.t IS 'ä ☕ 🐘 nº ${n}';\n`).join('');

describe('a statement that fails', () => {
  let server: ScratchServer;
  let target: SmallTarget;
  beforeAll(async () => {
    server = await SmallTarget.start();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    target = await SmallTarget.on(server);
  });

  it.each([
    ['while it runs, with no position', 'CREATE TABLE public.t (x integer);', '42P07', 'CREATE TABLE public.t'],
    [
      'when its names are looked up',
      'CREATE VIEW public.v AS SELECT missing FROM public.t;',
      '42703',
      'CREATE VIEW public.v',
    ],
    ['because it is no SQL', 'CREATE POLICIE "p" ON "public"."t";', '42601', 'CREATE'],
    ['in a function that it calls', 'SELECT pg_catalog.setval(\'"public"."s"\', 1);', '42P01', 'SELECT setval'],
  ])('P-RESTORE-41 is named, in the middle of hundreds of one round trip: %s', async (_, sql, code, subject) => {
    const error = await target.failure([
      { kind: 'schema', sql: 'CREATE TABLE public.t (a integer);' },
      { kind: 'schema_post', sql: `${comments(300)}${sql}\n${comments(300)}` },
    ]);
    expect(error).toMatchObject({ code: 'STATEMENT_FAILED', kind: 'failed', cause: { code } });
    expect(error.place).toEqual({
      member: 'sql/00000002-schema_post.sql.zst',
      statement: 301,
      table: null,
      line: null,
    });
    expect(error.message).toContain(`${subject} failed (statement 301 of sql/00000002-schema_post.sql.zst)`);
    expect(error.message).toContain('The target is as it was');
    expect(await target.objects()).toEqual([]);
  });

  it('P-RESTORE-41 is named in any batch, also behind one that is longer than a batch', async () => {
    const error = await target.failure([
      {
        kind: 'schema',
        sql: `CREATE TABLE public.t (a integer);\n${comments(9_000)}COMMENT ON TABLE public.t IS '${'ü'.repeat(400_000)}';\nSELECT 1/0;\n${comments(9_000)}`,
      },
    ]);
    expect(error.place?.statement).toBe(9_003);
    expect(error.message).toMatch(/^SELECT failed .*: division by zero\./);
  });

  it('is named when an earlier one was rewritten into several, or into nothing', async () => {
    const rewritten = ['SELECT 1; SELECT 2; SELECT 3', '-- nothing', ';', 'SELECT 4'].map((text) => Buffer.from(text));
    const error = await target.failure(
      [{ kind: 'schema', sql: `${'SELECT 0;\n'.repeat(4)}SELECT 1/0;\n${'SELECT 0;\n'.repeat(4)}` }],
      { rules: { decide: (part, _, index) => ({ do: 'run', text: rewritten[index] ?? part.text }) } },
    );
    expect(error.place?.statement).toBe(5);
  });

  it('P-RESTORE-42 shows no secret of its literals and no value of a row', async () => {
    const members = [
      {
        kind: 'schema',
        sql: `CREATE TABLE public.t (email text);
CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''%'', (SELECT email FROM public.t); END';`,
      },
      { kind: 'data', sql: 'COPY public.t (email) FROM stdin;\nanna@example.org\nanna@example.org\n\\.\n' },
    ] as const;
    for (const [sql, words] of [
      ['CREATE UNIQUE INDEX u ON public.t (email);', 'CREATE INDEX u on public.t failed'],
      ['CREATE INDEX i ON public.t ((email::integer));', 'invalid input syntax for type integer: "…"'],
      ['SELECT public.f();', 'SELECT f failed'],
      [
        "CREATE TRIGGER x AFTER INSERT ON public.t EXECUTE FUNCTION public.hook('POST', 'Bearer anna@example.org');",
        'CREATE TRIGGER x on public.t failed',
      ],
      ["INSERT INTO public.missing VALUES (1, 'anna@example.org');", 'INSERT'],
    ] as const) {
      const error = await target.failure([...members, { kind: 'schema_post', sql }]);
      expect(error.message).toContain(words);
      expect(everyText(error)).not.toContain('anna@');
    }
  });

  it('P-RESTORE-43 that would end the transaction is not sent', async () => {
    for (const sql of [
      'COMMIT;',
      'END;',
      'ROLLBACK;',
      'commit and chain;',
      '\\! touch /tmp/here\n',
      'SET TRANSACTION READ ONLY;',
    ]) {
      const error = await target.failure([
        { kind: 'schema', sql: 'CREATE TABLE public.t ();' },
        { kind: 'schema_post', sql: `-- a comment\n${sql}` },
      ]);
      expect(error).toMatchObject({ code: 'STATEMENT_FAILED', place: { statement: 1 } });
      expect(await target.objects()).toEqual([]);
    }
  });

  it('keeps the code of what the server itself is to blame for, and says what to do about a restore', async () => {
    const locked = await target.with(async (other) => {
      await other.query('CREATE TABLE public.t ()');
      await other.query('BEGIN; LOCK TABLE public.t');
      const error = await target.failure([{ kind: 'schema', sql: 'ALTER TABLE public.t ADD COLUMN a integer;' }], {
        lockWaitSeconds: 0.05,
      });
      await other.query('ROLLBACK');
      return error;
    });
    expect(locked).toMatchObject({ name: 'PostgresError', code: 'LOCK_TIMEOUT' });
    expect(locked.message).toContain('ALTER TABLE public.t of statement 1 of sql/00000001-schema.sql.zst');
    expect(locked.message).toContain('The target is as it was');
    expect(locked.nextStep).toContain('restore');
  });

  it('of a hook takes everything back too, and says so', async () => {
    const error = await target.failure([{ kind: 'schema', sql: 'CREATE TABLE public.t ();' }], {
      hooks: { after: async (client) => void (await client.query('SELECT 1/0')) },
    });
    expect(error.message).toContain('The target is as it was');
    expect(await target.objects()).toEqual([]);
  });
});

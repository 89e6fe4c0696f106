import type { ScratchServer } from '@stowbase/postgres/testing';
import { tableKey } from '../table-name';
import { everyText, SmallTarget, type MadeUpMember } from '../testing/small-target';

const rows = (name: string, lines: readonly string[], columns = ''): MadeUpMember => ({
  kind: 'data',
  name: `public.${name}`,
  sql: `SET client_min_messages = warning;\n\nCOPY "public"."${name}" ${columns}FROM stdin;\n${lines.map((line) => `${line}\n`).join('')}\\.\n\n`,
});

describe('rows that the target refuses', () => {
  let server: ScratchServer;
  let target: SmallTarget;
  beforeAll(async () => {
    server = await SmallTarget.start();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    target = await SmallTarget.on(server);
  });

  it('P-RESTORE-44 are named by table and line, in the second member of a table too, without a value', async () => {
    const error = await target.failure([
      { kind: 'schema', sql: 'CREATE TABLE public.t (a integer, "b: ""x" integer, c text);' },
      rows('t', ['1\t1\tone', '2\t2\ttwo']),
      rows('t', ['3\t3\tthree', '4\tanna@example.org\tfour', '5\t5\tfive']),
    ]);
    expect(error).toMatchObject({
      code: 'ROWS_REJECTED',
      kind: 'failed',
      place: { member: 'sql/00000003-data-public.t.sql.zst', statement: 2, table: 'public.t', line: 2 },
    });
    expect(error.message).toBe(
      'The target refused rows of public.t in line 2 of its rows (statement 2 of sql/00000003-data-public.t.sql.zst): invalid input syntax for type integer: "…" (column b). The target is as it was: PostgreSQL took everything back.',
    );
    expect(everyText(error)).not.toContain('anna@');
    expect(await target.objects()).toEqual([]);
  });

  it.each([
    ['a key that is there', 'CREATE UNIQUE INDEX u ON public.t (a);', /same key.*constraint u/],
    [
      'a missing row',
      'CREATE TABLE public.p (a text PRIMARY KEY); ALTER TABLE public.t ADD FOREIGN KEY (a) REFERENCES public.p;',
      /refer to rows that are not there \(foreign key t_a_fkey\)/,
    ],
    ['no value', 'ALTER TABLE public.t ALTER b SET NOT NULL;', /null value in column "…"|violates not-null/],
    ['a longer value', 'ALTER TABLE public.t ALTER a TYPE varchar(5);', /value too long/],
    ['fewer columns', 'ALTER TABLE public.t DROP b;', /extra data after last expected column/],
    [
      'a trigger',
      "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''% is bad'', NEW.a USING ERRCODE = ''22000''; END'; CREATE TRIGGER t BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();",
      /a function raised an error \(SQLSTATE 22000\)/,
    ],
  ])('P-RESTORE-44 say why, but never show a value: %s', async (_, sql, why) => {
    const error = await target.failure([
      { kind: 'schema', sql: `CREATE TABLE public.t (a text, b text);\n${sql}` },
      rows('t', ['anna@example.org\t\\N', 'anna@example.org\t\\N']),
    ]);
    expect(error).toMatchObject({ code: 'ROWS_REJECTED', place: { table: 'public.t' } });
    expect(error.message).toMatch(why);
    expect(everyText(error)).not.toContain('anna@');
  });

  it('are a statement that failed when the COPY itself is refused', async () => {
    const error = await target.failure([rows('missing', ['1'])]);
    expect(error).toMatchObject({ code: 'STATEMENT_FAILED', place: { statement: 2, table: 'public.missing' } });
    expect(error.message).toMatch(/^COPY public\.missing failed/);
  });

  it('P-RESTORE-45 are tried once more when a CHECK reads a table that had no rows yet', async () => {
    const { counts, notes } = await target.run([
      {
        kind: 'schema',
        sql: `CREATE TABLE public.a (x integer);
CREATE TABLE public.b (x integer);
CREATE FUNCTION public.in_a(integer) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.a WHERE x = $1)';
CREATE FUNCTION public.in_b(integer) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM public.b WHERE x = $1)';
ALTER TABLE public.a ADD CHECK (x <= 10 OR public.in_b(x));
ALTER TABLE public.b ADD CHECK (x < 10 OR public.in_a(x - 10));`,
      },
      rows('a', ['1', '20']),
      rows('b', ['2', '20']),
      rows('a', ['10']),
      {
        kind: 'schema_post',
        sql: 'ALTER TABLE public.a ADD PRIMARY KEY (x); ALTER TABLE public.b ADD PRIMARY KEY (x);',
      },
    ]);
    expect(await target.column('SELECT x FROM public.a')).toEqual([10, 1, 20]);
    expect(await target.column('SELECT x FROM public.b')).toEqual([2, 20]);
    expect(Object.fromEntries(counts.rows)).toEqual({
      [tableKey({ schema: 'public', name: 'a' })]: 3,
      [tableKey({ schema: 'public', name: 'b' })]: 2,
    });
    expect(notes.stages).toEqual(['prepare', 'definitions', 'rows', 'finish', 'compare']);
  });

  it('P-RESTORE-45 are refused for good the second time', async () => {
    const error = await target.failure([
      { kind: 'schema', sql: 'CREATE TABLE public.t (a text, CONSTRAINT short CHECK (length(a) < 5));' },
      rows('t', ['anna@example.org']),
    ]);
    expect(error).toMatchObject({ code: 'ROWS_REJECTED', place: { table: 'public.t', line: 1 } });
    expect(error.message).toContain("the check short doesn't allow a row");
    expect(everyText(error)).not.toContain('anna@');
    expect(await target.objects()).toEqual([]);
  });

  it('P-RESTORE-44 silently are found by their number', async () => {
    const error = await target.failure([
      {
        kind: 'schema',
        sql: `CREATE TABLE public.t (a integer);
CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.a = 2 THEN RETURN NULL; END IF; RETURN NEW; END';
CREATE TRIGGER t BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();`,
      },
      rows('t', ['1', '2', '3']),
    ]);
    expect(error).toMatchObject({ code: 'ROWS_MISSING', kind: 'different', place: { table: 'public.t' } });
    expect(error.message).toContain('Of 3 rows for public.t the target took only 2');
    expect(await target.objects()).toEqual([]);
  });

  it('are not sent when the script leaves the COPY out', async () => {
    const { counts } = await target.run(
      [{ kind: 'schema', sql: 'CREATE TABLE public.t (a integer);' }, rows('t', ['1', '2']), rows('t', ['3'])],
      {
        rules: {
          decide: (part, member, index) =>
            member.number === 2 && index === 1
              ? { do: 'skip', reason: 'not asked for' }
              : { do: 'run', text: part.text },
        },
      },
    );
    expect(await target.column('SELECT a FROM public.t')).toEqual([3]);
    expect(counts.rows.get(tableKey({ schema: 'public', name: 't' }))).toBe(1);
  });

  it('and rows for a table under another name are counted there', async () => {
    const { counts } = await target.run(
      [{ kind: 'schema', sql: 'CREATE TABLE public.other (a integer);' }, rows('t', ['1'])],
      {
        rules: {
          decide: (part) =>
            part.type === 'copy-begin'
              ? {
                  do: 'run',
                  text: Buffer.from('COPY public.other FROM stdin;\n'),
                  copyTarget: { schema: 'public', table: 'other' },
                }
              : { do: 'run', text: part.text },
        },
      },
    );
    expect([...counts.rows]).toEqual([[tableKey({ schema: 'public', name: 'other' }), 1]]);
  });
});

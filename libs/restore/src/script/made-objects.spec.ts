import { keyText } from '../object-key';
import { madeBy } from './made-objects';
import { readStatement } from './statement';
import { subjectOf } from './subject';

const made = (sql: string): string[] =>
  madeBy(readStatement(Buffer.from(sql))).map(({ type, name, key, takes }) =>
    [type, name, keyText(key), ...takes.map(keyText)].join(' | '),
  );

describe('what a statement makes', () => {
  it.each<[sql: string, expected: string[]]>([
    ['CREATE SCHEMA IF NOT EXISTS "a.b";', ['schema | a.b | schema a.b']],
    ['CREATE UNLOGGED TABLE "s"."t" ();', ['table | s.t | relation s.t | type s.t']],
    ['CREATE UNIQUE INDEX "i" ON ONLY "s"."t" USING "btree" ("a");', ['index | s.i | relation s.i']],
    ['CREATE TYPE "s"."c" AS (\n\t"a" integer\n);', ['type | s.c | type s.c | relation s.c']],
    [`CREATE TYPE "s"."e" AS ENUM (\n    'AS ('\n);`, ['type | s.e | type s.e']],
    [
      'CREATE TYPE "s"."r" AS RANGE (\n    subtype = integer,\n    multirange_type_name = "s"."mr"\n);',
      ['type | s.r | type s.r | type s.mr'],
    ],
    [
      `CREATE OR REPLACE FUNCTION "s"."f"("a" integer DEFAULT 1, "b" "text" DEFAULT ', ('::"text", VARIADIC "c" "s"."t"[] DEFAULT '{}'::"s"."t"[]) RETURNS TABLE("x" integer)`,
      [
        'function | s.f(a integer, b text, VARIADIC c s.t[]) | routine s.f("a" integer, "b" "text", VARIADIC "c" "s"."t"[])',
      ],
    ],
    ['CREATE FUNCTION "s"."f"() RETURNS "void"', ['function | s.f() | routine s.f()']],
    [
      'CREATE FUNCTION "s"."f"("d" numeric(5,2), timestamp(3) without time zone) RETURNS integer',
      [
        'function | s.f(d numeric(5,2), timestamp(3) without time zone) | routine s.f("d" numeric(5,2), timestamp(3) without time zone)',
      ],
    ],
    [
      'CREATE AGGREGATE "s"."a"("x" integer, "text", "s"."t"[]) (\n    SFUNC = f\n);',
      ['aggregate | s.a(integer, text, s.t[]) | routine s.a(integer, "text", "s"."t"[])'],
    ],
    ['CREATE AGGREGATE "s"."a"(*) (\n    SFUNC = f\n);', ['aggregate | s.a(*) | routine s.a(*)']],
    [
      'CREATE AGGREGATE "s"."a"(double precision ORDER BY "b" integer) (',
      ['aggregate | s.a(double precision, integer) | routine s.a(double precision, integer)'],
    ],
    ['CREATE POLICY "p" ON "s"."t" USING (true);', ['policy | p on s.t | policy s.t.p']],
    [
      'CREATE OR REPLACE TRIGGER on_session AFTER INSERT ON auth.sessions FOR EACH ROW EXECUTE FUNCTION public.f()',
      ['trigger | on_session on auth.sessions | trigger auth.sessions.on_session'],
    ],
    [
      'ALTER TABLE ONLY "s"."t"\n    ADD CONSTRAINT "k" PRIMARY KEY ("id");',
      ['constraint | k on s.t | constraint s.t.k | relation s.k'],
    ],
    [
      'ALTER TABLE ONLY "s"."t"\n    ADD CONSTRAINT "k" FOREIGN KEY ("a") REFERENCES "s"."u"("id");',
      ['foreign key | k on s.t | constraint s.t.k'],
    ],
    [
      'ALTER DOMAIN "s"."d"\n    ADD CONSTRAINT "c" CHECK ((VALUE > 0)) NOT VALID;',
      ['constraint | c on s.d | constraint s.d.c'],
    ],
    [
      'ALTER TABLE "s"."t" ALTER COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY (\n    SEQUENCE NAME "s"."t_id_seq"\n);',
      ['sequence | s.t_id_seq | relation s.t_id_seq'],
    ],
    ['CREATE CAST ("s"."a" AS integer) WITH INOUT;', ['cast | s.a AS integer | cast ."s"."a" AS integer']],
    ['CREATE OPERATOR "s".=== (\n    LEFTARG = integer\n);', ['operator | s.=== | operator s.===']],
    [
      'CREATE TRANSFORM FOR "s"."t" LANGUAGE "plx" (FROM SQL WITH FUNCTION "f"("internal"));',
      ['transform | s.t plx | transform ."s"."t" plx'],
    ],
    [`SELECT pg_catalog.lo_create('4711');`, ['large object | 4711 | large object 4711']],
    ['ALTER TABLE "s"."t" OWNER TO "x";', []],
    ['GRANT SELECT ON TABLE "s"."t" TO "x";', []],
    ['SET row_security = off;', []],
  ])('%s', (sql, expected) => {
    expect(made(sql)).toEqual(expected);
  });
});

describe('what a statement is about', () => {
  it.each<[sql: string, expected: string | null]>([
    ['ALTER FUNCTION "s"."f"("a" integer, OUT "b" "text") OWNER TO "x";', 'routine s.f("a" integer, OUT "b" "text")'],
    ['ALTER AGGREGATE "s"."a"(*) OWNER TO "x";', 'routine s.a(*)'],
    ['ALTER TABLE "s"."v" OWNER TO "x";', 'relation s.v'],
    ['ALTER SERVER "srv" OWNER TO "x";', 'server srv'],
    ['GRANT USAGE ON FOREIGN SERVER "srv" TO "x";', 'server srv'],
    [`COMMENT ON COLUMN "s"."t"."c" IS 'x';`, 'relation s.t'],
    [`COMMENT ON CONSTRAINT "k" ON "s"."t" IS 'x';`, 'constraint s.t.k'],
    [`COMMENT ON CAST ("s"."a" AS integer) IS 'x';`, 'cast ."s"."a" AS integer'],
    ['ALTER OPERATOR FAMILY "s"."f" USING "btree" OWNER TO "x";', 'operator family s.f'],
    ['ALTER LARGE OBJECT 4711 OWNER TO "x";', 'large object 4711'],
    ['GRANT SELECT ON ALL TABLES IN SCHEMA "s" TO "x";', null],
  ])('%s', (sql, expected) => {
    const key = subjectOf(readStatement(Buffer.from(sql)));
    expect(key === null ? null : keyText(key)).toBe(expected);
  });
});

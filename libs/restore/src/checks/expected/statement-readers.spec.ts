import { parseStatement } from '@stowbase/sql-stream';
import { createdKey, withoutDefaults } from './created-keys';
import { routineArguments } from './routine-arguments';
import { readSetval } from './setval';

describe('readSetval', () => {
  it.each([
    [`SELECT pg_catalog.setval('"public"."at_end"', 5, true);`, '"public"."at_end"', '5', true],
    [
      `SELECT pg_catalog.setval('"s"."seq ""q"" it''s é"', -9223372036854775808, false);`,
      '"s"."seq ""q"" it\'s é"',
      '-9223372036854775808',
      false,
    ],
    [`SELECT pg_catalog.setval(E'"s"."a\\\\b"', 1, true);`, '"s"."a\\b"', '1', true],
  ])('reads %s', (sql, sequence, lastValue, isCalled) => {
    expect(readSetval(Buffer.from(sql))).toEqual({ sequence, lastValue, isCalled });
  });

  it.each([
    `SELECT pg_catalog.set_config('search_path', '', false);`,
    `SELECT pg_catalog.lo_create('80001');`,
    `SELECT public.setval('x', 1, true);`,
  ])('leaves %s', (sql) => {
    expect(readSetval(sql)).toBeNull();
  });
});

describe('routineArguments', () => {
  it.each([
    [
      'REVOKE ALL ON FUNCTION "public"."f"("a" "text", VARIADIC "rest" "text"[]) FROM PUBLIC;',
      '"a" "text", VARIADIC "rest" "text"[]',
    ],
    ['GRANT ALL ON PROCEDURE "public"."odd (x"(INOUT "a)" numeric(4,2)) TO "x";', 'INOUT "a)" numeric(4,2)'],
    ['GRANT ALL ON FUNCTION "public"."näme"() TO "x";', ''],
    ['GRANT ALL ON TABLE "public"."f" TO "x";', ''],
  ])('of %s', (sql, expected) => {
    expect(routineArguments(Buffer.from(sql), parseStatement(sql))).toBe(expected);
  });
});

describe('withoutDefaults', () => {
  it.each([
    ['', ''],
    ['"a" integer, "b" "text"', '"a" integer, "b" "text"'],
    [
      `"a" integer DEFAULT 1, "b" "text" DEFAULT 'x, y'::"text", VARIADIC "default" "text"[] DEFAULT ARRAY['a','b']`,
      '"a" integer, "b" "text", VARIADIC "default" "text"[]',
    ],
    [`"é" numeric DEFAULT "round"((1)::numeric, 2), INOUT "b" integer DEFAULT 7`, '"é" numeric, INOUT "b" integer'],
  ])('of %s', (args, expected) => {
    expect(withoutDefaults(args)).toBe(expected);
  });
});

describe('createdKey', () => {
  it.each([
    ['CREATE TABLE IF NOT EXISTS "s"."t" ();', ['relation', 's', 't']],
    ['CREATE UNIQUE INDEX "i" ON "s"."t" USING "btree" ("a");', ['relation', 's', 'i']],
    ['CREATE OR REPLACE FUNCTION "s"."f"("a" integer DEFAULT 1) RETURNS integer', ['routine', 's', 'f', '"a" integer']],
    ['CREATE AGGREGATE "s"."a"(integer) (SFUNC = "x");', null],
    ['ALTER AGGREGATE "s"."a"(integer) OWNER TO "x";', ['routine', 's', 'a', 'integer']],
    ['ALTER TABLE "s"."t" OWNER TO "x";', null],
    ['ALTER TABLE ONLY "s"."t" ADD CONSTRAINT "k" UNIQUE ("a");', ['constraint', 's', 't', 'k']],
    [
      'ALTER TABLE "s"."t" ALTER COLUMN "a" ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "s"."t_a_seq" START WITH 1);',
      ['relation', 's', 't_a_seq'],
    ],
    ["SELECT pg_catalog.lo_create('80001');", ['large object', '80001']],
    ['CREATE TEXT SEARCH CONFIGURATION "s"."c" (PARSER = "x");', ['text search configuration', 's', 'c']],
    ['CREATE CAST ("a"."b" AS integer) WITH INOUT;', null],
  ])('of %s', (sql, expected) => {
    expect(createdKey(parseStatement(sql), sql)).toBe(expected === null ? null : JSON.stringify(expected));
  });
});

import { referencesOf } from './references';

const names = (sql: string): string[] =>
  referencesOf(Buffer.from(sql)).map(({ schema, name, called }) => `${schema}.${name}${called ? '()' : ''}`);

describe('the names a statement refers to', () => {
  it.each<[sql: string, expected: string[]]>([
    ['CREATE TABLE "public"."t" ("a" "extensions"."citext", "b" "text");', ['public.t()', 'extensions.citext']],
    ['"a b" "s"."geometry"("s"."Point",4326)', ['s.geometry()', 's.Point']],
    ['ALTER SEQUENCE "public"."q" OWNED BY "public"."t"."id";', ['public.q', 'public.t']],
    [`SELECT "pg_catalog"."x"() FROM "Odd ""Schema"""."Table; ü"`, ['pg_catalog.x()', 'Odd "Schema".Table; ü']],
    [`DEFAULT "nextval"('"public"."t_id_seq"'::"regclass")`, ['public.t_id_seq']],
    [`SELECT pg_catalog.setval('"it''s"."a ""b"""', 1, false);`, [`it's.a "b"`]],
    [`("a" OPERATOR("extensions".<->) "b")`, ['extensions.<->']],
    [`ALTER OPERATOR "s".!! (NONE, integer) OWNER TO "x";`, ['s.!!']],
    [`COMMENT ON TABLE "s"."t" IS 'not "a"."b" here''s "c"."d"';`, ['s.t']],
    [`AS $_$ SELECT "a"."b" $_$ ; AS $$ "c"."d" $$ "e"."f"`, ['e.f']],
    [`-- "a"."b"\n/* "c"."d" */ "e"."f"`, ['e.f']],
    [`E'\\\\' "e"."f" '\\' "g"."h"`, ['e.f', 'g.h']],
    ['SELECT "x", "y" FROM t', []],
  ])('%s', (sql, expected) => {
    expect(names(sql)).toEqual(expected);
  });
});

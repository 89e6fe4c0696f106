import { ownerRuling } from './owner-rules';
import type { Rights } from './rights';
import { readStatement } from '../statement';

const here = new Set(['app', 'anon', 'team', 'public']);
const rights: Rights = {
  user: 'app',
  roleExists: (role) => here.has(role),
  holds: (role) => role === 'app' || role === 'team',
  allRolesExist: false,
  canRestTriggers: false,
};

/** `run`; `skip: reason`; `text -- reason`. */
function ruled(sql: string): string {
  const ruling = ownerRuling(readStatement(Buffer.from(sql)), rights);
  if (ruling === null || ruling.do === 'run') return 'run';
  return ruling.do === 'skip' ? `skip: ${ruling.reason}` : `${ruling.text.toString('utf8')} -- ${ruling.reason}`;
}

describe('somebody without superuser rights on a plain PostgreSQL', () => {
  it.each<[sql: string, expected: string]>([
    ['ALTER TABLE "s"."t" OWNER TO "team";', 'run'],
    ['ALTER TABLE "s"."t" OWNER TO "gone";', 'skip: it belongs to app, because role gone is not here'],
    ['ALTER TABLE "s"."t" OWNER TO "anon";', "skip: it belongs to app, who can't give it to role anon"],
    [
      'CREATE SCHEMA "s" AUTHORIZATION "gone";',
      'CREATE SCHEMA "s" ; -- it belongs to app, because role gone is not here',
    ],
    ['CREATE SCHEMA "s" AUTHORIZATION "team";', 'run'],
    ['CREATE SCHEMA IF NOT EXISTS "authorization";', 'run'],

    ['GRANT SELECT ON TABLE "s"."t" TO "anon" WITH GRANT OPTION;', 'run'],
    ['GRANT SELECT ON TABLE "s"."t" TO PUBLIC;', 'run'],
    ['REVOKE ALL ON FUNCTION "s"."f"("to" integer) FROM PUBLIC;', 'run'],
    ['GRANT SELECT ON TABLE "s"."t" TO "gone";', 'skip: role gone is not here'],
    [
      'GRANT SELECT("to"),UPDATE("from") ON TABLE "s"."t" TO "gone", "anon", PUBLIC WITH GRANT OPTION;',
      'GRANT SELECT("to"),UPDATE("from") ON TABLE "s"."t" TO "anon", PUBLIC WITH GRANT OPTION; -- role gone is not here',
    ],
    ['GRANT USAGE ON LANGUAGE "plpgsql" TO "anon";', "skip: it isn't app's to grant"],
    ['ALTER DEFAULT PRIVILEGES FOR ROLE "app" GRANT SELECT ON TABLES TO "anon";', 'run'],
    ['ALTER DEFAULT PRIVILEGES FOR ROLE "gone" GRANT SELECT ON TABLES TO "anon";', 'skip: role gone is not here'],
    [
      'ALTER DEFAULT PRIVILEGES FOR ROLE "anon" GRANT SELECT ON TABLES TO "team";',
      "skip: only role anon can say what it grants by default, and app can't act as that role",
    ],
    ['ALTER DEFAULT PRIVILEGES FOR ROLE "team" REVOKE ALL ON TABLES FROM "gone";', 'skip: role gone is not here'],

    ['CREATE USER MAPPING FOR "gone" SERVER "x" OPTIONS ();', 'skip: role gone is not here'],
    ['CREATE USER MAPPING FOR PUBLIC SERVER "x" OPTIONS ();', 'run'],
    ['CREATE SERVER "x" FOREIGN DATA WRAPPER "w";', 'run'],
    ['CREATE FOREIGN DATA WRAPPER "w" HANDLER "h";', 'skip: only a superuser can make a foreign data wrapper'],
    [
      `CREATE SUBSCRIPTION "s" CONNECTION 'x' PUBLICATION "p" WITH (connect = false);`,
      'skip: only a superuser can make a subscription',
    ],
    [
      'CREATE EVENT TRIGGER "e" ON "ddl_command_end" EXECUTE FUNCTION "s"."f"();',
      'skip: only a superuser can make an event trigger',
    ],
    [
      'CREATE PUBLICATION "p" FOR ALL TABLES WITH (publish = \'insert\');',
      'skip: only a superuser can make a publication of all tables',
    ],
    [`CREATE PUBLICATION "p" WITH (publish = 'for all tables');`, 'run'],
    [
      'ALTER PUBLICATION "p" ADD TABLES IN SCHEMA "s";',
      'skip: only a superuser can make a publication of whole schemas',
    ],
    ['ALTER PUBLICATION "p" ADD TABLE ONLY "s"."t";', 'run'],
    ['CREATE CAST ("s"."a" AS integer) WITH INOUT;', 'run'],
    ['CREATE CAST ("s"."a" AS integer) WITHOUT FUNCTION;', 'skip: only a superuser can make a cast without a function'],
    [
      'CREATE CAST (integer AS "text") WITH INOUT;',
      "skip: only a superuser can make a cast between the server's own types",
    ],
    ['CREATE TYPE "s"."t";', 'skip: only a superuser can make a base type'],
    ['CREATE TYPE "s"."t" (\n    INTERNALLENGTH = 8\n);', 'skip: only a superuser can make a base type'],
    [`CREATE TYPE "s"."as" AS ENUM ('a');`, 'run'],
    [
      'CREATE OPERATOR CLASS "s"."o" FOR TYPE integer USING "btree" AS STORAGE integer;',
      'skip: only a superuser can make an operator class',
    ],
    [
      'CREATE AGGREGATE "s"."a"(integer) (\n    SFUNC = "f",\n    STYPE = "internal"\n);',
      'skip: only a superuser can make an aggregate with an internal state',
    ],
    ['CREATE AGGREGATE "s"."a"(integer) (\n    SFUNC = "f",\n    STYPE = "internal_one"\n);', 'run'],
    [`SECURITY LABEL FOR "x" ON TABLE "s"."t" IS 'y';`, 'skip: only a superuser can make a security label'],

    [
      `CREATE OR REPLACE FUNCTION "s"."f"() RETURNS integer\n    LANGUAGE "c"\n    AS 'lib', 'f';`,
      'skip: only a superuser can make a function in language c',
    ],
    [
      'CREATE PROCEDURE "s"."p"()\n    LANGUAGE "plpython3u"\n    AS $$pass$$;',
      'skip: only a superuser can make a function in language plpython3u',
    ],
    [
      `CREATE FUNCTION "s"."f"("language" "s"."c") RETURNS "s"."c"\n    LANGUAGE "sql" LEAKPROOF SUPPORT "s"."g"\n    AS $$SELECT 1 -- LEAKPROOF$$;`,
      `CREATE FUNCTION "s"."f"("language" "s"."c") RETURNS "s"."c"\n    LANGUAGE "sql"  \n    AS $$SELECT 1 -- LEAKPROOF$$; -- made without LEAKPROOF and SUPPORT, which only a superuser can give`,
    ],
    [
      `CREATE FUNCTION "s"."f"() RETURNS "trigger"\n    LANGUAGE "plpgsql"\n    SET "session_replication_role" TO 'replica'\n    AS $$BEGIN$$;`,
      'skip: only a superuser can make a function that sets session_replication_role',
    ],
    [
      `CREATE FUNCTION "s"."f"() RETURNS "void"\n    LANGUAGE "sql"\n    SET "search_path" TO 'log_statement'\n    AS $$$$;`,
      'run',
    ],

    [
      `CREATE TABLE IF NOT EXISTS "s"."t" (\n    "regrole" "regrole" DEFAULT 'x'::"regrole",\n    "b" "regrole"[]\n);`,
      `CREATE TABLE IF NOT EXISTS "s"."t" (\n    "regrole" "text" DEFAULT 'x'::"text",\n    "b" "text"[]\n); -- its columns of type regrole are text, because roles that they may name are not here`,
    ],
    ['CREATE TABLE "s"."t" ("a" integer);', 'run'],
    ['SET row_security = off;', 'run'],
    ["SELECT pg_catalog.set_config('search_path', '', false);", 'run'],
  ])('%s', (sql, expected) => {
    expect(ruled(sql)).toBe(expected);
  });
});

import { parseStatement } from './parse-statement';
import type { StatementInfo } from './statement-info';

const cases: [string, Partial<StatementInfo>][] = [
  ['', { verb: '' }],
  [';', { verb: '' }],
  [
    'CREATE TABLE "s"."t" (',
    { verb: 'CREATE', objectType: 'TABLE', schema: 's', name: 't', nameStart: 13, verbEnd: 6 },
  ],
  ['create unlogged table t (', { objectType: 'TABLE', schema: null, name: 't' }],
  ['CREATE TABLE IF NOT EXISTS "t" (', { objectType: 'TABLE', name: 't', ifNotExists: true }],
  ['CREATE TABLE "a ""b\n-- x;"."c\'$$" ()', { schema: 'a "b\n-- x;', name: "c'$$" }],
  ['CREATE TABLE "é"."ü" ()', { schema: 'é', name: 'ü' }],
  ['CREATE FOREIGN TABLE "s"."t" (', { objectType: 'FOREIGN TABLE', name: 't' }],
  ['CREATE SCHEMA "x";', { objectType: 'SCHEMA', schema: 'x', name: 'x' }],
  ['CREATE MATERIALIZED VIEW "s"."v" AS', { objectType: 'MATERIALIZED VIEW', schema: 's', name: 'v' }],
  ['CREATE OR REPLACE VIEW "s"."v" AS', { objectType: 'VIEW', orReplace: true }],
  ['CREATE EXTENSION IF NOT EXISTS "citext" WITH SCHEMA "extensions";', { objectType: 'EXTENSION', name: 'citext' }],
  [
    'CREATE UNIQUE INDEX "i" ON ONLY "s"."t" USING "btree" ("x");',
    { objectType: 'INDEX', schema: 's', name: 'i', on: { schema: 's', name: 't' }, only: true },
  ],
  [
    'CREATE CONSTRAINT TRIGGER "on" AFTER UPDATE OF "on", "execute" ON "auth"."users" DEFERRABLE FOR EACH ROW WHEN ((execute function x)) EXECUTE FUNCTION "public"."f"(\'a\');',
    {
      objectType: 'TRIGGER',
      schema: 'auth',
      name: 'on',
      on: { schema: 'auth', name: 'users' },
      routine: { schema: 'public', name: 'f' },
    },
  ],
  [
    'CREATE EVENT TRIGGER "e" ON "ddl_command_end"\n   WHEN TAG IN (\'x\')\n   EXECUTE FUNCTION "s"."f"();',
    { objectType: 'EVENT TRIGGER', name: 'e', routine: { schema: 's', name: 'f' } },
  ],
  [
    'CREATE POLICY "p" ON "s"."t" FOR SELECT TO "anon"',
    {
      ...{ objectType: 'POLICY', name: 'p', schema: 's', on: { schema: 's', name: 't' } },
      ...{ policy: { restrictive: false, command: 'SELECT' }, grantees: ['anon'] },
    },
  ],
  [
    'CREATE POLICY "to" ON "s"."t" AS RESTRICTIVE TO "a b", "c" USING (true);',
    { name: 'to', policy: { restrictive: true, command: 'ALL' }, grantees: ['a b', 'c'] },
  ],
  [
    'CREATE POLICY "p" ON "s"."t" USING ("to" = \'x\');',
    { policy: { restrictive: false, command: 'ALL' }, grantees: [] },
  ],
  ['CREATE RULE "r" AS\n    ON INSERT TO "s"."t" DO', { objectType: 'RULE', name: 'r', schema: 's' }],
  [
    'CREATE STATISTICS "s"."st" ("dependencies") ON "a", "b" FROM "o"."t";',
    { objectType: 'STATISTICS', schema: 's', on: { schema: 'o', name: 't' } },
  ],
  ['CREATE OPERATOR "public".=== (\n', { objectType: 'OPERATOR', schema: 'public', name: '===' }],
  ['CREATE OPERATOR FAMILY "s"."f" USING "btree";', { objectType: 'OPERATOR FAMILY', schema: 's', name: 'f' }],
  ['CREATE OR REPLACE TRUSTED PROCEDURAL LANGUAGE "plx";', { objectType: 'LANGUAGE', name: 'plx' }],
  ['CREATE CAST ("a"."b" AS "c"."d") WITH INOUT;', { objectType: 'CAST', schema: null }],
  ['CREATE USER MAPPING FOR "dev" SERVER "srv" OPTIONS (', { objectType: 'USER MAPPING', role: 'dev', name: 'srv' }],
  ['CREATE TEXT SEARCH CONFIGURATION "s"."c" (', { objectType: 'TEXT SEARCH CONFIGURATION', schema: 's', name: 'c' }],
  ['ALTER TABLE "s"."t" OWNER TO "x""y";', { verb: 'ALTER', action: 'OWNER TO', role: 'x"y', schema: 's', name: 't' }],
  [
    'ALTER FUNCTION "s"."f"("p" "auth"."users", integer) OWNER TO x;',
    { objectType: 'FUNCTION', schema: 's', action: 'OWNER TO', role: 'x' },
  ],
  [
    'ALTER OPERATOR "s".=== (integer, integer) OWNER TO "x";',
    { schema: 's', name: '===', action: 'OWNER TO', role: 'x' },
  ],
  ['ALTER OPERATOR FAMILY "s"."f" USING "btree" OWNER TO "x";', { action: 'OWNER TO', role: 'x' }],
  ['ALTER TABLE ONLY "s"."t"\n    ADD CONSTRAINT "OWNER TO" CHECK (true);', { action: 'ADD CONSTRAINT', name: 't' }],
  ['ALTER TABLE ONLY "s"."t" ALTER COLUMN "c" SET DEFAULT 1;', { action: 'SET DEFAULT' }],
  [
    'ALTER TABLE "s"."t" ALTER COLUMN "c" ADD GENERATED ALWAYS AS IDENTITY (\n    SEQUENCE NAME "s"."odd; q"\n    START WITH 1\n);',
    { action: 'ADD GENERATED', name: 't', partner: { schema: 's', name: 'odd; q' } },
  ],
  [
    'ALTER TABLE ONLY "s"."t" ATTACH PARTITION "o"."p" DEFAULT;',
    { objectType: 'TABLE', action: 'ATTACH PARTITION', name: 't', partner: { schema: 'o', name: 'p' } },
  ],
  [
    'ALTER INDEX "s"."i" ATTACH PARTITION "s"."p";',
    { objectType: 'INDEX', action: 'ATTACH PARTITION', name: 'i', partner: { schema: 's', name: 'p' } },
  ],
  ['ALTER TABLE ONLY "s"."t" FORCE ROW LEVEL SECURITY;', { action: 'FORCE ROW LEVEL SECURITY' }],
  ['ALTER TABLE "s"."t" DISABLE TRIGGER "tr";', { action: 'DISABLE TRIGGER', name: 't', part: 'tr' }],
  ['ALTER TABLE "s"."t" ENABLE ALWAYS TRIGGER "tr";', { action: 'ENABLE ALWAYS TRIGGER', part: 'tr' }],
  ['ALTER TABLE "s"."t" ENABLE REPLICA RULE "r; ""x""";', { action: 'ENABLE REPLICA RULE', part: 'r; "x"' }],
  ['ALTER TABLE "s"."t" ENABLE ROW LEVEL SECURITY;', { action: 'ENABLE ROW LEVEL SECURITY', part: null }],
  ['ALTER TABLE "s"."t" CLUSTER ON "i";', { action: null, part: null }],
  [
    'ALTER TABLE ONLY "s"."t"\n    ADD CONSTRAINT "a to b" FOREIGN KEY ("b") REFERENCES "s"."u"("id") NOT VALID;',
    {
      ...{ action: 'ADD CONSTRAINT', name: 't', part: 'a to b', constraintType: 'FOREIGN KEY' },
      ...{ references: { schema: 's', name: 'u' }, only: true },
    },
  ],
  [
    'ALTER TABLE ONLY "s"."t" ADD CONSTRAINT "k" PRIMARY KEY ("id");',
    { part: 'k', constraintType: 'PRIMARY KEY', partner: null },
  ],
  ['ALTER TABLE "s"."t" ADD CONSTRAINT "foreign" CHECK (("a" > 0));', { part: 'foreign', constraintType: 'CHECK' }],
  [
    'ALTER TABLE "s"."t" ADD CONSTRAINT "references" FOREIGN KEY ("references", "b") REFERENCES "x"."y z"("a", "b");',
    { part: 'references', references: { schema: 'x', name: 'y z' }, only: false },
  ],
  ['ALTER DOMAIN "s"."d"\n    ADD CONSTRAINT "c" CHECK (true);', { objectType: 'DOMAIN', part: 'c' }],
  [
    'ALTER SEQUENCE "s"."q" OWNED BY "s"."t"."c";',
    { objectType: 'SEQUENCE', action: 'OWNED BY', name: 'q', partner: { schema: 's', name: 't' } },
  ],
  [
    'ALTER PUBLICATION "p" ADD TABLE ONLY "s"."t" ("a") WHERE (("a" > 5));',
    { action: 'ADD TABLE', name: 'p', partner: { schema: 's', name: 't' } },
  ],
  ['ALTER LARGE OBJECT 4711 OWNER TO "dev";', { objectType: 'LARGE OBJECT', name: '4711', role: 'dev' }],
  ['ALTER PUBLICATION "p" ADD TABLES IN SCHEMA "x";', { objectType: 'PUBLICATION', action: 'ADD TABLES IN SCHEMA' }],
  ['ALTER EVENT TRIGGER "e" OWNER TO "x";', { objectType: 'EVENT TRIGGER', name: 'e', role: 'x' }],
  [
    'ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_admin" IN SCHEMA "public" GRANT ALL ON TABLES TO "anon";',
    {
      ...{ objectType: 'DEFAULT PRIVILEGES', role: 'supabase_admin', schema: 'public', action: 'GRANT' },
      ...{ grantees: ['anon'], privileges: [{ name: 'ALL', columns: [] }], defaultsFor: 'TABLES' },
    },
  ],
  [
    'ALTER DEFAULT PRIVILEGES FOR ROLE "x" REVOKE ALL ON FUNCTIONS FROM PUBLIC;',
    { role: 'x', schema: null, action: 'REVOKE', grantees: ['public'] },
  ],
  ['COMMENT ON COLUMN "s"."t"."c" IS \'x\';', { verb: 'COMMENT', objectType: 'COLUMN', schema: 's', name: 't' }],
  ['COMMENT ON EVENT TRIGGER "e" IS NULL;', { objectType: 'EVENT TRIGGER', name: 'e' }],
  ['COMMENT ON CONSTRAINT "c" ON DOMAIN "s"."d" IS \'x\';', { objectType: 'CONSTRAINT', schema: 's', name: 'c' }],
  ['COMMENT ON POLICY "p" ON "s"."t" IS \'x\';', { objectType: 'POLICY', schema: 's', name: 'p' }],
  ['SECURITY LABEL FOR "x" ON TABLE "s"."t" IS \'y\';', { verb: 'SECURITY LABEL', objectType: 'TABLE', schema: 's' }],
  [
    'REVOKE ALL ON FUNCTION "public"."f"("p" "auth"."users") FROM PUBLIC;',
    { verb: 'REVOKE', objectType: 'FUNCTION', schema: 'public', name: 'f', grantees: ['public'] },
  ],
  [
    'GRANT INSERT("id", "on") ON TABLE "s"."t" TO "a", b WITH GRANT OPTION;',
    {
      ...{ objectType: 'TABLE', schema: 's', grantees: ['a', 'b'], grantOption: true },
      ...{ privileges: [{ name: 'INSERT', columns: ['id', 'on'] }] },
    },
  ],
  [
    'GRANT SELECT("a"),REFERENCES("a"),UPDATE ON TABLE "s"."t" TO "x";',
    {
      privileges: [
        { name: 'SELECT', columns: ['a'] },
        { name: 'REFERENCES', columns: ['a'] },
        { name: 'UPDATE', columns: [] },
      ],
    },
  ],
  [
    'REVOKE GRANT OPTION FOR ALL PRIVILEGES ON TABLE "s"."t" FROM "x";',
    { grantOptionOnly: true, privileges: [{ name: 'ALL', columns: [] }], grantees: ['x'] },
  ],
  [
    'GRANT SET, ALTER SYSTEM ON PARAMETER "x" TO "y";',
    {
      objectType: 'PARAMETER',
      privileges: [
        { name: 'SET', columns: [] },
        { name: 'ALTER SYSTEM', columns: [] },
      ],
    },
  ],
  ['GRANT SELECT ON "auth"."users" TO "anon";', { objectType: 'TABLE', schema: 'auth', name: 'users' }],
  ['GRANT USAGE ON SCHEMA "auth" TO "anon";', { objectType: 'SCHEMA', schema: 'auth', name: 'auth' }],
  ['GRANT ALL ON ALL TABLES IN SCHEMA "auth" TO "anon";', { objectType: 'ALL TABLES IN SCHEMA', schema: 'auth' }],
  [
    'GRANT ALL ON FOREIGN DATA WRAPPER "w" TO "postgres" WITH GRANT OPTION;',
    { objectType: 'FOREIGN DATA WRAPPER', name: 'w', grantOption: true },
  ],
  ['GRANT SELECT ON LARGE OBJECT 12 TO "x";', { objectType: 'LARGE OBJECT', name: '12', grantees: ['x'] }],
  [
    'GRANT "a" TO "b" WITH ADMIN OPTION GRANTED BY "c";',
    { objectType: 'ROLE', name: 'a', grantees: ['b'], grantOption: true, privileges: [] },
  ],
  ['REVOKE ADMIN OPTION FOR "a" FROM "b";', { objectType: 'ROLE', name: 'a', grantees: ['b'], grantOptionOnly: true }],
  ['SET transaction_timeout = 0;', { verb: 'SET', setting: { name: 'transaction_timeout', value: '0' } }],
  ["SET client_encoding = 'UTF8';", { setting: { name: 'client_encoding', value: "'UTF8'" } }],
  ['SET "pgrst"."x" TO \'a\', "b" ;', { setting: { name: 'pgrst.x', value: '\'a\', "b"' } }],
  ['SET SESSION AUTHORIZATION "dev";', { role: 'dev', setting: { name: 'session_authorization', value: '"dev"' } }],
  ["SET SESSION AUTHORIZATION 'd''ev';", { role: "d'ev" }],
  ['SET SESSION AUTHORIZATION DEFAULT;', { role: null }],
  ['RESET SESSION AUTHORIZATION;', { verb: 'RESET', setting: { name: 'session_authorization', value: null } }],
  ['RESET ALL;', { setting: { name: 'all', value: null } }],
  ["SELECT pg_catalog.setval('x', 1);", { verb: 'SELECT', routine: { schema: 'pg_catalog', name: 'setval' } }],
  ['SELECT 1;', { routine: null }],
  ['REFRESH MATERIALIZED VIEW "s"."v";', { objectType: 'MATERIALIZED VIEW', schema: 's', name: 'v' }],
  ['/* a; */ -- b\nBEGIN;', { verb: 'BEGIN' }],
];

describe('parseStatement', () => {
  it.each(cases)('reads %j', (sql, expected) => {
    expect(parseStatement(Buffer.from(sql))).toMatchObject(expected);
    expect(parseStatement(sql)).toMatchObject(expected);
  });
});

import fc from 'fast-check';
import { excludedFromSchema } from '../lists';
import { partBytes, type SqlPart } from '../../part';
import { splitStatements } from '../../scanner/split-statements';
import { hostileScript } from '../../testing/hostile-sql';
import { RuleSet } from '../rule-set';
import type { RuleContext, RuleWarning } from '../rule';
import { safeRules } from './safe-rule-set';

const apply = (sql: Buffer | string, context: Partial<RuleContext> = {}): SqlPart[] => {
  const rules = RuleSet.named('safe', {
    section: 'schema',
    excludedSchemas: excludedFromSchema,
    onWarning: () => undefined,
    ...context,
  });
  const parts = splitStatements(typeof sql === 'string' ? Buffer.from(sql) : sql);
  return [...parts.flatMap((part) => rules.apply(part)), ...rules.end()];
};
const text = (sql: string, context?: Partial<RuleContext>): string =>
  Buffer.concat(apply(sql, context).flatMap(partBytes)).toString();

/** Rule, statement, what becomes of it ('' when it is left out). */
const cases: [string, string, string][] = [
  ['extensions-apart', 'CREATE EXTENSION IF NOT EXISTS "pgmq" WITH SCHEMA "pgmq";', ''],
  ['extensions-apart', 'COMMENT ON EXTENSION "citext" IS \'x\';', ''],
  [
    'event-triggers-apart',
    'CREATE EVENT TRIGGER "e" ON "sql_drop"\n         WHEN TAG IN (\'DROP TABLE\')\n   EXECUTE FUNCTION "public"."f"();',
    '',
  ],
  ['event-triggers-apart', 'ALTER EVENT TRIGGER "e" OWNER TO "supabase_admin";', ''],
  ['event-triggers-apart', 'COMMENT ON EVENT TRIGGER "e" IS \'x\';', ''],
  [
    'platform-publications-out',
    'CREATE PUBLICATION "supabase_realtime_messages_publication" WITH (publish = \'insert\');',
    '',
  ],
  [
    'platform-publications-out',
    'ALTER PUBLICATION "supabase_realtime_messages_publication" OWNER TO "supabase_admin";',
    '',
  ],
  [
    'platform-publications-out',
    'CREATE PUBLICATION "supabase_realtimely";',
    'CREATE PUBLICATION "supabase_realtimely";',
  ],
  [
    'realtime-publication-once',
    'ALTER PUBLICATION "supabase_realtime" ADD TABLE ONLY "public"."t";',
    'ALTER PUBLICATION "supabase_realtime" ADD TABLE ONLY "public"."t";',
  ],
  ['wrapper-owner-out', 'ALTER FOREIGN DATA WRAPPER "w" OWNER TO "supabase_admin";', ''],
  ['wrapper-grant-to-postgres-out', 'GRANT ALL ON FOREIGN DATA WRAPPER "w" TO "postgres" WITH GRANT OPTION;', ''],
  [
    'wrapper-grant-to-postgres-out',
    'GRANT ALL ON FOREIGN DATA WRAPPER "w" TO "dev";',
    'GRANT ALL ON FOREIGN DATA WRAPPER "w" TO "dev";',
  ],
  [
    'platform-default-privileges-out',
    'ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_admin" IN SCHEMA "public" GRANT ALL ON TABLES TO "anon";',
    '',
  ],
  [
    'platform-default-privileges-out',
    'ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" GRANT ALL ON TABLES TO "x";',
    'ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" GRANT ALL ON TABLES TO "x";',
  ],
  ['grants-in-platform-schemas-out', 'GRANT ALL ON TABLE "auth"."users" TO "dev";', ''],
  ['grants-in-platform-schemas-out', 'GRANT USAGE ON SCHEMA "storage" TO "dev";', ''],
  ['grants-in-platform-schemas-out', 'GRANT ALL ON FUNCTION "pg_catalog"."pg_reload_conf"() TO "x";', ''],
  [
    'grants-in-platform-schemas-out',
    'REVOKE ALL ON FUNCTION "public"."f"("p" "auth"."users") FROM PUBLIC;',
    'REVOKE ALL ON FUNCTION "public"."f"("p" "auth"."users") FROM PUBLIC;',
  ],
  [
    'grants-in-platform-schemas-out',
    'GRANT ALL ON FUNCTION "public"."f"("p" "extensions"."citext") TO "auth";',
    'GRANT ALL ON FUNCTION "public"."f"("p" "extensions"."citext") TO "auth";',
  ],
  ['cron-out', 'CREATE POLICY "cron_job_policy" ON "cron"."job" USING (true);', ''],
  [
    'cron-out',
    'CREATE POLICY "cron_job_policy" ON "public"."job" USING (true);',
    'CREATE POLICY "cron_job_policy" ON "public"."job" USING (true);',
  ],
  ['cron-out', 'ALTER TABLE "cron"."job" ENABLE ROW LEVEL SECURITY;', ''],
  ['platform-owners-out', 'ALTER TABLE "public"."t" OWNER TO "supabase_admin";', ''],
  ['platform-owners-out', 'ALTER FUNCTION "public"."f"("p" "text") OWNER TO "supabase_auth_admin";', ''],
  [
    'platform-owners-out',
    'ALTER TABLE "public"."t" OWNER TO "postgres";',
    'ALTER TABLE "public"."t" OWNER TO "postgres";',
  ],
  ['platform-owners-out', 'ALTER TABLE "public"."t" OWNER TO "dev";', 'ALTER TABLE "public"."t" OWNER TO "dev";'],
  ['transaction-timeout-out', 'SET transaction_timeout = 0;', ''],
  ['transaction-timeout-out', 'SET statement_timeout = 0;', 'SET statement_timeout = 0;'],
  ['if-not-exists', 'CREATE SCHEMA "app";', 'CREATE SCHEMA IF NOT EXISTS "app";'],
  [
    'if-not-exists',
    'CREATE TABLE "s"."t" ("a" "text" DEFAULT \'\nCREATE TABLE "\');',
    'CREATE TABLE IF NOT EXISTS "s"."t" ("a" "text" DEFAULT \'\nCREATE TABLE "\');',
  ],
  ['if-not-exists', 'CREATE SEQUENCE "s"."q";', 'CREATE SEQUENCE IF NOT EXISTS "s"."q";'],
  ['if-not-exists', 'CREATE UNLOGGED TABLE "t" ();', 'CREATE UNLOGGED TABLE "t" ();'],
  ['or-replace', 'CREATE VIEW "v" AS SELECT 1;', 'CREATE OR REPLACE VIEW "v" AS SELECT 1;'],
  [
    'or-replace',
    'CREATE FUNCTION "f"() RETURNS int AS $$\nCREATE VIEW "\n$$;',
    'CREATE OR REPLACE FUNCTION "f"() RETURNS int AS $$\nCREATE VIEW "\n$$;',
  ],
  [
    'or-replace',
    'CREATE TRIGGER "t" BEFORE INSERT ON "x" EXECUTE FUNCTION "f"();',
    'CREATE OR REPLACE TRIGGER "t" BEFORE INSERT ON "x" EXECUTE FUNCTION "f"();',
  ],
  [
    'or-replace',
    'CREATE CONSTRAINT TRIGGER "t" AFTER INSERT ON "x" EXECUTE FUNCTION "f"();',
    'CREATE CONSTRAINT TRIGGER "t" AFTER INSERT ON "x" EXECUTE FUNCTION "f"();',
  ],
  ['or-replace', 'CREATE MATERIALIZED VIEW "v" AS SELECT 1;', 'CREATE MATERIALIZED VIEW "v" AS SELECT 1;'],
];

describe('the safe rules', () => {
  it.each(cases)('%s: %j becomes %j', (_id, sql, expected) => expect(text(sql)).toBe(expected));

  it('each have a case', () => {
    expect([...new Set(cases.map(([id]) => id))].sort()).toEqual(safeRules.map(({ id }) => id).sort());
  });

  it('name the fix they are for', () => {
    expect(safeRules.flatMap(({ fix }) => (fix === null ? [] : [fix])).sort((a, b) => a - b)).toEqual([2, 5, 14, 15]);
  });

  it('create the Realtime publication only where it is missing', () => {
    const sql = text('CREATE PUBLICATION "supabase_realtime" WITH (publish = \'insert\');');
    expect(sql).toMatch(
      /^DO \$_\$BEGIN[^]*pubname = 'supabase_realtime'[^]*CREATE PUBLICATION "supabase_realtime" WITH/,
    );
  });

  it('warn about owners and default privileges of the platform, by the name of the object', () => {
    const warnings: RuleWarning[] = [];
    const onWarning = (warning: RuleWarning): void => void warnings.push(warning);
    text('ALTER VIEW "a b"."v" OWNER TO "supabase_admin";', { onWarning });
    text('ALTER SCHEMA "s" OWNER TO "pgbouncer";', { onWarning });
    text('ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_auth_admin" GRANT ALL ON TABLES TO "x";', { onWarning });
    text('ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_admin" GRANT ALL ON TABLES TO "x";', { onWarning });
    expect(warnings.map(({ code, object }) => [code, object])).toEqual([
      ['OWNER_SKIPPED', 'view a b.v'],
      ['OWNER_SKIPPED', 'schema s'],
      ['DEFAULT_PRIVILEGES_SKIPPED', 'role supabase_auth_admin'],
    ]);
  });

  it('drop restrict lines and comments, and keep one empty line where there was one', () => {
    const dump = `--
-- PostgreSQL database dump
--

\\restrict abc

SET a = 1;
SET b = 2;

--
-- Name: x
--

CREATE VIEW "v" AS
 SELECT '
-- kept' AS "x"; -- gone


--
-- PostgreSQL database dump complete
--

\\unrestrict abc

`;
    expect(text(dump)).toBe('SET a = 1;\nSET b = 2;\n\nCREATE OR REPLACE VIEW "v" AS\n SELECT \'\n-- kept\' AS "x";\n');
  });

  it('act as the grantor by SET ROLE under guard, for each statement by itself', () => {
    const sql = text(`SET SESSION AUTHORIZATION "d'ev";
GRANT SELECT ON TABLE "public"."t" TO "a";
GRANT SELECT ON TABLE "auth"."t" TO "a";
GRANT SELECT ON TABLE "public"."u" TO "a";
RESET SESSION AUTHORIZATION;
GRANT SELECT ON TABLE "public"."v" TO "a";`);
    expect(sql).not.toContain('SESSION AUTHORIZATION');
    expect(sql.match(/EXECUTE 'SET ROLE "d''ev"';/g)).toHaveLength(2);
    expect(sql.match(/TO "a";\nRESET ROLE;/g)).toHaveLength(2);
    expect(sql).toMatch(/\nGRANT SELECT ON TABLE "public"\."v" TO "a";$/);
  });

  it('never touch rows', () => {
    const copy = 'COPY "auth"."t" ("a") FROM stdin;\nCREATE EXTENSION x;\n\\\\.\n\\.\n';
    expect(text(`-- x\n${copy}`, { section: 'data' })).toBe(copy);
  });

  it('change a statement only by leaving it out or by words at its start, whatever is in it', () => {
    const words = /^(CREATE) OR REPLACE|^(CREATE (?:TABLE|SCHEMA|SEQUENCE) )IF NOT EXISTS /;
    fc.assert(
      fc.property(hostileScript, ({ bytes, expected }) => {
        const before = expected.filter((item) => item.type !== 'meta').map((item) => item.text.toString());
        const after = apply(bytes).flatMap((part) =>
          'text' in part && /^(?:statement|copy-begin)$/.test(part.type) ? [part.text.toString()] : [],
        );
        expect(after.map((sql) => sql.replace(words, '$1$2'))).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });
});

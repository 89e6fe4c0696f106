import { excludedFromSchema } from '../lists';

/** One substitution of the CLI's chain, on one line. `&` stands for what matched, as in sed. */
export type LineRule = readonly [RegExp, string];

const COMMENT = '-- $&';
export const restrictLine: LineRule = [/^\\(?:un)?restrict /, COMMENT];

/** The schema chain in the CLI's order. `excluded` is the name list of the GRANT rule, used as regular expressions. */
export function schemaLineRules(excluded: readonly string[] = excludedFromSchema): LineRule[] {
  const names = excluded.join('|');
  return [
    restrictLine,
    [/^CREATE SCHEMA "/, 'CREATE SCHEMA IF NOT EXISTS "'],
    [/^CREATE TABLE "/, 'CREATE TABLE IF NOT EXISTS "'],
    [/^CREATE SEQUENCE "/, 'CREATE SEQUENCE IF NOT EXISTS "'],
    [/^CREATE VIEW "/, 'CREATE OR REPLACE VIEW "'],
    [/^CREATE FUNCTION "/, 'CREATE OR REPLACE FUNCTION "'],
    [/^CREATE TRIGGER "/, 'CREATE OR REPLACE TRIGGER "'],
    [/^CREATE PUBLICATION "supabase_realtime/, COMMENT],
    [/^CREATE EVENT TRIGGER /, COMMENT],
    [/^ {9}WHEN TAG IN /, COMMENT],
    [/^ {3}EXECUTE FUNCTION /, COMMENT],
    [/^ALTER EVENT TRIGGER /, COMMENT],
    [/^ALTER PUBLICATION "supabase_realtime_/, COMMENT],
    [/^ALTER FOREIGN DATA WRAPPER [^\n]+ OWNER TO /, COMMENT],
    [/^ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_admin"/, COMMENT],
    [/^GRANT ALL ON FOREIGN DATA WRAPPER [^\n]+ TO "postgres" WITH GRANT OPTION/, COMMENT],
    [new RegExp(`^GRANT [^\\n]+ ON [^\\n]+ "(?:${names})"`), COMMENT],
    [new RegExp(`^REVOKE [^\\n]+ ON [^\\n]+ "(?:${names})"`), COMMENT],
    [/^(CREATE EXTENSION IF NOT EXISTS "pg_tle")[^\n]+/, '$1;'],
    [/^(CREATE EXTENSION IF NOT EXISTS "pgsodium")[^\n]+/, '$1;'],
    [/^(CREATE EXTENSION IF NOT EXISTS "pgmq")[^\n]+/, '$1;'],
    [/^COMMENT ON EXTENSION [^\n]+/, COMMENT],
    [/^CREATE POLICY "cron_job_/, COMMENT],
    [/^ALTER TABLE "cron"/, COMMENT],
    [/^SET transaction_timeout = 0;/, COMMENT],
  ];
}

// Lines that look like what the CLI's substitutions are about, in any order: what no fixture would think of.
import fc from 'fast-check';

const names = ['anon', 'auth', 'supabase_x', 'pg_catalog', 'mine', 'cron_job_x', 'supabase_realtime', 'pgmq', 'a""b'];
const words = [
  ...['CREATE SCHEMA ', 'CREATE TABLE ', 'CREATE SEQUENCE ', 'CREATE VIEW ', 'CREATE FUNCTION ', 'CREATE TRIGGER '],
  ...['CREATE PUBLICATION ', 'CREATE EVENT TRIGGER ', 'ALTER EVENT TRIGGER ', 'ALTER PUBLICATION ', 'CREATE POLICY '],
  ...['         WHEN TAG IN ', '   EXECUTE FUNCTION ', 'ALTER FOREIGN DATA WRAPPER ', ' OWNER TO ', 'ALTER TABLE '],
  ...['ALTER DEFAULT PRIVILEGES FOR ROLE ', 'GRANT ALL ON FOREIGN DATA WRAPPER ', ' WITH GRANT OPTION', ' TO ', ' ON '],
  ...['GRANT ', 'REVOKE ', 'GRANT SET, ALTER SYSTEM ON PARAMETER ', 'CREATE ROLE ', 'ALTER ROLE ', ' SET ', ' WITH'],
  ...['CREATE EXTENSION IF NOT EXISTS ', 'COMMENT ON EXTENSION ', 'SET transaction_timeout = 0;', ' NOSUPERUSER'],
  ...[' NOREPLICATION', '"statement_timeout" ', '"pgrst.x" ', '\\restrict ', '\\unrestrict ', '-- ', '--', "'", "''"],
  ...['"', '(', ')', ';', ' ', '\r', 'é', '\u2028', '\\', 'x', '/', '&'],
  ...names.map((name) => `"${name}"`),
];

/** Beginnings that chance would hardly put together. */
const beginnings = [
  'GRANT SET ON PARAMETER "x" TO "anon"',
  'GRANT ALL ON PARAMETER "x" TO "mine"',
  'CREATE ROLE "anon"',
  'ALTER ROLE "mine" SET "x" TO \'',
  'ALTER ROLE "anon" SET "pgrst.x" ',
  'ALTER ROLE "anon" WITH NOSUPERUSER NOREPLICATION NOBYPASSRLS',
  'GRANT "mine" TO "anon"',
  'GRANT ALL ON TABLE "mine"."t" ("a" "auth"."users")',
  'ALTER TABLE "cron"',
  'CREATE POLICY "cron_job_',
  'CREATE EXTENSION IF NOT EXISTS "pgsodium"',
  'CREATE EXTENSION IF NOT EXISTS "pg_tle"',
  'CREATE EXTENSION IF NOT EXISTS "pgmq"',
  'CREATE PUBLICATION "supabase_realtime',
  'ALTER PUBLICATION "supabase_realtime_',
  'ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_admin"',
  'ALTER FOREIGN DATA WRAPPER "x" OWNER TO "mine"',
  'GRANT ALL ON FOREIGN DATA WRAPPER "x" TO "postgres" WITH GRANT OPTION',
];

/** The same text each time, more than 10 000 lines. @returns {Buffer} */
export function hostileLines() {
  const rest = fc.array(fc.constantFrom(...words), { maxLength: 7 }).map((parts) => parts.join(''));
  const line = fc.tuple(fc.constantFrom('', '', ...beginnings), rest).map((parts) => parts.join(''));
  // Equal neighbours, for the chain that ends in uniq.
  const some = fc.tuple(line, fc.integer({ min: 1, max: 2 })).map(([text, times]) => `${text}\n`.repeat(times));
  return Buffer.from(fc.sample(some, { seed: 310, numRuns: 8_000 }).join(''));
}

/** The settings a member made from the catalogue starts with; those of pg_dump's own output come from the stream itself. */
export const cataloguePreamble = [
  'SET statement_timeout = 0;',
  'SET lock_timeout = 0;',
  'SET idle_in_transaction_session_timeout = 0;',
  "SET client_encoding = 'UTF8';",
  'SET standard_conforming_strings = on;',
  "SELECT pg_catalog.set_config('search_path', '', false);",
  'SET check_function_bodies = false;',
  'SET client_min_messages = warning;',
  '',
  '',
].join('\n');

/** Last line of every member, so that nothing it set reaches the next one. */
export const memberEnd = 'RESET ALL;\n';

/**
 * Rows for tables that have triggers already (auth, storage, or a target that has the whole schema): triggers and foreign keys
 * rest where this role may say so, and the restore goes on where it may not. EXECUTE, because hosted Supabase allows the SET
 * statement to `postgres` by a hook that never sees set_config() (decision 0008).
 */
export const quietTriggers = [
  'DO $stowbase$ BEGIN',
  "  EXECUTE 'SET session_replication_role = replica';",
  'EXCEPTION WHEN insufficient_privilege THEN NULL;',
  'END $stowbase$;',
  '',
].join('\n');

/** A whole member from one catalogue script. */
export const catalogueMember = (sql: string): string =>
  `${cataloguePreamble}${sql.endsWith('\n') ? sql : `${sql}\n`}${memberEnd}`;

import { platformSchemaRegex } from '@stowbase/postgres';
import { integer } from './rows';
import type { Generator } from './types';

/** Counts only: the statements are pg_dump's, at the end of `schema_post`. Those of the platform's roles and schemas are the platform's. */
export const defaultPrivileges: Generator = async (q) => {
  const [row] = await q(
    `SELECT pg_catalog.count(*)::pg_catalog.text AS entries
       FROM pg_catalog.pg_default_acl a JOIN pg_catalog.pg_roles r ON r.oid = a.defaclrole LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
      WHERE (n.nspname IS NULL OR n.nspname !~ $1) AND r.rolname !~ '^(supabase_.*|dashboard_user|pgbouncer)$'`,
    [platformSchemaRegex],
  );
  return { sql: '', count: row === undefined ? 0 : integer(row, 'entries'), warnings: [] };
};

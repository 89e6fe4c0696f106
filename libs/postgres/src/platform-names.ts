/**
 * What Supabase owns in a project. Schemas: list S of facts "supabase-dump" §1; roles: list R. A name ending in `*` is a prefix.
 */
const platformSchemaPatterns = [
  'information_schema',
  'pg_*',
  '_analytics',
  '_realtime',
  '_supavisor',
  'auth',
  'etl',
  'extensions',
  'pgbouncer',
  'realtime',
  'storage',
  'supabase_functions',
  'supabase_migrations',
  'cron',
  'dbdev',
  'graphql',
  'graphql_public',
  'net',
  'pgmq',
  'pgsodium',
  'pgsodium_masks',
  'pgtle',
  'repack',
  'tiger',
  'tiger_data',
  'timescaledb_*',
  '_timescaledb_*',
  'topology',
  'vault',
] as const;

const platformRolePatterns = [
  'anon',
  'authenticated',
  'authenticator',
  'cli_login_.*',
  'dashboard_user',
  'pgbouncer',
  'postgres',
  'service_role',
  'supabase_.*',
  'pgsodium_keyholder',
  'pgsodium_keyiduser',
  'pgsodium_keymaker',
  'pgtle_admin',
] as const;

/** For `nspname ~ $1`. */
export const platformSchemaRegex = `^(${platformSchemaPatterns.map(patternToRegex).join('|')})$`;

/** For `rolname ~ $1`. */
export const platformRoleRegex = `^(${platformRolePatterns.join('|')})$`;

export function isPlatformSchema(name: string): boolean {
  return new RegExp(platformSchemaRegex, 's').test(name);
}

export function isPlatformRole(name: string): boolean {
  return new RegExp(platformRoleRegex, 's').test(name);
}

/** Roles every PostgreSQL has (`pg_read_all_data` …). */
export function isPredefinedRole(name: string): boolean {
  return name.startsWith('pg_');
}

function patternToRegex(pattern: string): string {
  return pattern.endsWith('*') ? `${pattern.slice(0, -1)}.*` : pattern;
}

/** Schemas the Supabase CLI leaves out of schema.sql (list S of the facts sheet). `pg_*` is a pg_dump pattern. */
export const excludedFromSchema: readonly string[] = [
  ...['information_schema', 'pg_*', '_analytics', '_realtime', '_supavisor', 'auth', 'etl', 'extensions', 'pgbouncer'],
  ...['realtime', 'storage', 'supabase_functions', 'supabase_migrations', 'cron', 'dbdev', 'graphql', 'graphql_public'],
  ...['net', 'pgmq', 'pgsodium', 'pgsodium_masks', 'pgtle', 'repack', 'tiger', 'tiger_data', 'timescaledb_*'],
  ...['_timescaledb_*', 'topology', 'vault'],
];

const DATA_IS_DUMPED: ReadonlySet<string> = new Set([
  ...['auth', 'storage', 'supabase_functions', 'cron', 'dbdev', 'net', 'pgmq'],
]);

/** Schemas the Supabase CLI leaves out of data.sql (list D): S without those whose rows belong to the user. */
export const excludedFromData: readonly string[] = excludedFromSchema.filter((name) => !DATA_IS_DUMPED.has(name));

/** Roles of the platform (list R): regular expressions for the whole name. */
export const reservedRolePatterns: readonly string[] = [
  ...['anon', 'authenticated', 'authenticator', 'cli_login_.*', 'dashboard_user', 'pgbouncer', 'postgres'],
  ...['service_role', 'supabase_.*', 'pgsodium_keyholder', 'pgsodium_keyiduser', 'pgsodium_keymaker', 'pgtle_admin'],
];

/** Settings a role of the platform may be given (list A): regular expressions for the whole name. */
export const allowedSettings: readonly string[] = [
  ...['pgaudit.*', 'pgrst.*', 'session_replication_role', 'statement_timeout', 'track_io_timing'],
];

const reserved = new RegExp(`^(?:${reservedRolePatterns.join('|')})$`, 's');

/** Whether the platform owns this role. */
export function isReservedRole(name: string): boolean {
  return reserved.test(name);
}

/** Whether a schema is meant by one of these names, where `*` stands for anything, as in pg_dump's patterns. */
export function matchesSchemaPattern(name: string, patterns: readonly string[] = excludedFromSchema): boolean {
  return patterns.some((pattern) => (pattern.includes('*') ? patternToRegExp(pattern).test(name) : pattern === name));
}

function patternToRegExp(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

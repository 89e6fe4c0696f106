/**
 * What a restore by a superuser into a plain PostgreSQL can't or mustn't make equal, each for a reason that lies in the nature of
 * the target. For fingerprints without grantors; `superuser` is the target's.
 */
export const differentByNature = (superuser: string): readonly { reason: string; pattern: RegExp }[] => [
  { reason: 'A backup has no passwords, and the superuser keeps its own.', pattern: /^password\|/ },
  {
    reason: 'Platform roles are made without LOGIN and attributes that give power; those that exist are never altered.',
    pattern:
      /^role\|(authenticator|dashboard_user|pgbouncer|postgres|supabase_(admin|auth_admin|etl_admin|functions_admin|read_only_user|replication_admin|storage_admin))\|/,
  },
  {
    reason: 'The superuser of the target is not in the source.',
    pattern: new RegExp(`^role\\|${superuser}\\|superuser`),
  },
  {
    reason: 'The database and the built-in language belong to the superuser of the target.',
    pattern: /^(database\|\(this\)|language\|plpgsql)\|/,
  },
  { reason: 'An extension and what it makes belong to who restores it.', pattern: /^(extension|foreign data)\|/ },
  {
    reason: 'The platform grants itself rights on what its extension hooks make.',
    pattern: /^schema\|cron\|/,
  },
  {
    reason: 'Settings that the platform gives its own roles.',
    pattern: /^setting\|postgres any database search_path\|/,
  },
  {
    reason: 'Rights on parameters are implied for a superuser, and granted by another one.',
    pattern: /^parameter\|(pgrst\.\w+|session_replication_role)\|/,
  },
  {
    reason: 'Nothing is made as supabase_admin here, so its default privileges have no use.',
    pattern: /^default privileges\|supabase_admin in /,
  },
  {
    reason:
      "Services of the platform that a plain PostgreSQL doesn't have: vault, GraphQL, the pooler, its event triggers.",
    pattern:
      /^(column|constraint|index|relation|rows|routine)\|vault\.|^routine\|(graphql_public\.graphql|pgbouncer\.get_auth|extensions\.(grant_pg_cron_access|pgrst_ddl_watch|pgrst_drop_watch))\(|^event trigger\|(issue_pg_cron_access|pgrst_ddl_watch|pgrst_drop_watch)\||^comment\|function extensions\.grant_pg_cron_access\(\)\||^publication\|supabase_realtime_messages_publication\|/,
  },
  {
    reason: "The platform's own ledgers and messages in flight.",
    pattern:
      /^rows\|((auth|realtime)\.schema_migrations|(storage|supabase_functions)\.migrations|realtime\.messages_\w+)\|/,
  },
  { reason: 'Tables that only the platform may write.', pattern: /^rows\|storage\.(buckets_vectors|vector_indexes)\|/ },
  {
    reason: 'Event triggers are in optional/.',
    pattern: /^(event trigger\|"?user_event|comment\|event trigger "?user_event)/,
  },
  {
    reason: "What the cluster's first superuser owns in a schema of the project belongs to the one who restores.",
    pattern: /^(relation|routine|type)\|public\.owned_by_platform/,
  },
  {
    reason: "The functions a range type brings belong to the cluster's first superuser and get its default privileges.",
    pattern:
      /^routine\|public\.(float_ranges?|text_(multi)?range)\([^|]*\)\|kind f; owner \w+; acl \{[^}]*\}; CREATE OR REPLACE FUNCTION [^$]*LANGUAGE internal/,
  },
  ...(superuser === 'postgres'
    ? []
    : [
        {
          reason: 'pg_cron runs jobs as their role, and the role postgres is made without LOGIN: a WARNING names each.',
          pattern: /^cron job\|/,
        },
      ]),
];

/**
 * From PostgreSQL 16 on the same membership can be granted by several people with different options; the one who restores grants it
 * once, with all of them.
 */
export function mergeMemberships(lines: readonly string[]): string[] {
  const merged = new Map<string, boolean[]>();
  const others = lines.filter((line) => {
    const [, subject, options] = /^(membership\|.*\|)(admin .*)$/s.exec(line) ?? [];
    if (subject === undefined || options === undefined) return true;
    const flags = options.split('; ').map((option) => option.endsWith(' true'));
    merged.set(
      subject,
      (merged.get(subject) ?? flags.map(() => false)).map((flag, index) => flag || flags[index] === true),
    );
    return false;
  });
  return [...others, ...[...merged].map(([subject, flags]) => `${subject}${flags.join(' ')}`)].sort();
}

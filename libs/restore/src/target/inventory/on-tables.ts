import { notOfExtension, selectObjects } from './catalogue-object';

/** Of the statement that reads the inventory: `platformSchemaRegex`, and roles of the platform's services for `rolname ~ $2`. */
const platformSchemas = '$1';
const serviceRoles = '$2';
export const serviceRoleRegex = '^(supabase_.*|dashboard_user|pgbouncer|pgsodium_.*|pgtle_admin)$';

const onTable = `JOIN pg_catalog.pg_class c ON c.oid = o.relation JOIN space n ON n.oid = c.relnamespace`;

/** The same rule as a backup's (libs/dump, managed-triggers.ts): a trigger on the platform's tables that calls something of the user's. */
const ownTrigger = `o.tgparentid = 0 AND n.nspname ~ ${platformSchemas} AND n.nspname <> 'supabase_migrations'
  AND EXISTS (SELECT FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = o.tgfoid
    AND (fn.nspname !~ ${platformSchemas} OR fn.nspname IN ('extensions', 'supabase_functions') AND fn.nspname <> n.nspname))`;

/** The same rule as a backup's (libs/dump, managed-policies.ts): any but those that only concern the services' own roles. */
const ownPolicy = `n.nspname ~ ${platformSchemas} AND n.nspname NOT IN ('cron', 'supabase_migrations')
  AND (0::pg_catalog.oid = ANY (o.polroles)
       OR EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = ANY (o.polroles) AND r.rolname !~ ${serviceRoles}))`;

const triggers = selectObjects(
  'trigger',
  { type: `'trigger'`, schema: 'n.nspname', on: 'c.relname', name: 'o.tgname', own: ownTrigger },
  `FROM (SELECT *, tgrelid AS relation FROM pg_catalog.pg_trigger) o ${onTable}
   WHERE NOT o.tgisinternal AND ${notOfExtension('pg_trigger', 'o.oid')}`,
);

const policies = selectObjects(
  'policy',
  { type: `'policy'`, schema: 'n.nspname', on: 'c.relname', name: 'o.polname', own: ownPolicy },
  `FROM (SELECT *, polrelid AS relation FROM pg_catalog.pg_policy) o ${onTable} WHERE ${notOfExtension('pg_policy', 'o.oid')}`,
);

/** The rule of a view is the view. */
const rules = selectObjects(
  'rule',
  { type: `'rule'`, schema: 'n.nspname', on: 'c.relname', name: 'o.rulename', own: 'false' },
  `FROM (SELECT *, ev_class AS relation FROM pg_catalog.pg_rewrite) o ${onTable}
   WHERE o.rulename <> '_RETURN' AND ${notOfExtension('pg_rewrite', 'o.oid')}`,
);

/** Of a table or of a domain. */
const constraints = selectObjects(
  'constraint',
  {
    type: `'constraint'`,
    schema: 'n.nspname',
    on: 'coalesce(c.relname, t.typname)',
    name: 'o.conname',
    own: 'false',
  },
  `FROM pg_catalog.pg_constraint o LEFT JOIN pg_catalog.pg_class c ON c.oid = o.conrelid LEFT JOIN pg_catalog.pg_type t ON t.oid = o.contypid
   JOIN space n ON n.oid = coalesce(c.relnamespace, t.typnamespace)
   WHERE ${notOfExtension('pg_class', 'o.conrelid')} AND ${notOfExtension('pg_type', 'o.contypid')}`,
);

export const onTables: readonly string[] = [triggers, policies, rules, constraints];

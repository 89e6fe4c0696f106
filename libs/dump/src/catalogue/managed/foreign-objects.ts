import { quoteIdent } from '@stowbase/sql-stream';
import { text } from '../rows';
import type { CatalogueWarning, Query } from '../types';

/** Columns the platform's own migrations have given these tables over the years; what is not here was most likely added by the user. */
const platformColumns: Record<string, readonly string[]> = {
  'auth.users': (
    'instance_id id aud role email encrypted_password confirmed_at email_confirmed_at invited_at confirmation_token confirmation_sent_at ' +
    'recovery_token recovery_sent_at email_change_token email_change_token_new email_change email_change_sent_at last_sign_in_at ' +
    'raw_app_meta_data raw_user_meta_data is_super_admin created_at updated_at phone phone_confirmed_at phone_change phone_change_token ' +
    'phone_change_sent_at email_change_token_current email_change_confirm_status banned_until reauthentication_token ' +
    'reauthentication_sent_at is_sso_user deleted_at is_anonymous'
  ).split(' '),
  'storage.objects':
    'id bucket_id name owner created_at updated_at last_accessed_at metadata path_tokens version owner_id user_metadata level'.split(
      ' ',
    ),
  'storage.buckets':
    'id name owner created_at updated_at public avif_autodetection file_size_limit allowed_mime_types owner_id type'.split(
      ' ',
    ),
};

/**
 * What the user added inside `auth`, `storage` and `realtime` beside triggers and policies: relations and functions that don't belong to a
 * service, columns of the three tables people extend, indexes and constraints that lean on the user's own objects.
 * An ordinary index of a service's table can't be told from the platform's and is not found.
 */
export async function foreignObjects(q: Query): Promise<CatalogueWarning[]> {
  const relations = await q(
    `SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind,
            pg_catalog.format('%I.%I', n.nspname, c.relname) AS object
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
      WHERE n.nspname IN ('auth', 'storage', 'realtime') AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND r.rolname !~ $1
     UNION ALL
     SELECT 'function', pg_catalog.format('%I.%I(%s)', n.nspname, f.proname, pg_catalog.pg_get_function_identity_arguments(f.oid))
       FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace JOIN pg_catalog.pg_roles r ON r.oid = f.proowner
      WHERE n.nspname IN ('auth', 'storage', 'realtime') AND r.rolname !~ $1
      ORDER BY 1, 2`,
    ['^(supabase_.*|dashboard_user)$'],
  );
  const leaning = await q(
    `SELECT DISTINCT CASE WHEN d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass THEN 'constraint' ELSE 'index' END AS kind,
            CASE WHEN d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                 THEN (SELECT pg_catalog.format('%I on %I.%I', k.conname, n.nspname, c.relname) FROM pg_catalog.pg_constraint k WHERE k.oid = d.objid)
                 ELSE (SELECT pg_catalog.format('%I on %I.%I', i.relname, n.nspname, c.relname) FROM pg_catalog.pg_class i WHERE i.oid = d.objid) END AS object
       FROM pg_catalog.pg_depend d
       LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
       LEFT JOIN pg_catalog.pg_index x ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.indexrelid = d.objid
       JOIN pg_catalog.pg_class c ON c.oid = coalesce(k.conrelid, x.indrelid) JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_catalog.pg_proc f ON d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.refobjid
       LEFT JOIN pg_catalog.pg_class t ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND t.oid = d.refobjid
       JOIN pg_catalog.pg_namespace m ON m.oid = coalesce(f.pronamespace, t.relnamespace)
      WHERE n.nspname IN ('auth', 'storage', 'realtime') AND m.nspname NOT IN ('auth', 'storage', 'realtime', 'extensions', 'pg_catalog')
      ORDER BY 1, 2`,
  );
  const columns = await q(
    `SELECT pg_catalog.concat(n.nspname, '.', c.relname) AS "table", a.attname::pg_catalog.text AS name
       FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE a.attnum > 0 AND NOT a.attisdropped AND pg_catalog.concat(n.nspname, '.', c.relname) = ANY ($1::pg_catalog.text[])
      ORDER BY 1, a.attnum`,
    [Object.keys(platformColumns)],
  );
  const added = columns.filter((row) => platformColumns[text(row, 'table')]?.includes(text(row, 'name')) === false);
  return [
    ...[...relations, ...leaning].map((row) => named(text(row, 'kind'), text(row, 'object'))),
    ...added.map((row) => named('column', `${text(row, 'table')}.${quoteIdent(text(row, 'name'))}`)),
  ];
}

function named(kind: string, object: string): CatalogueWarning {
  return {
    code: 'NOT_RESTORABLE_IN_PLATFORM_SCHEMA',
    text: `This ${kind} in a schema of the platform's is probably your own. It is not part of the restore: make it again by hand first.`,
    object,
  };
}

import { quoteIdentifier, type Query } from '../query';
import { unreadableLargeObjects } from '../unreadable-large-objects';
import { fail, pass, warn, type DoctorCheck } from './report';

export type Skip = (schema: string, table: string) => boolean;

/** A role with BYPASSRLS and pg_read_all_data is enough for every part of a backup. */
export async function checkRole(query: Query, role: string): Promise<DoctorCheck> {
  const [row] = await query(
    `SELECT r.rolsuper::pg_catalog.text AS super, r.rolbypassrls::pg_catalog.text AS bypass,
            (SELECT pg_catalog.pg_has_role(p.oid, 'USAGE')::pg_catalog.text FROM pg_catalog.pg_roles p
              WHERE p.rolname = 'pg_read_all_data') AS reads
       FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER`,
  );
  if (row?.['super'] === 'true') return pass('role', 'The role is a superuser.');
  const name = quoteIdentifier(role);
  const missing = [
    ...(row?.['bypass'] === 'true' ? [] : [{ what: 'BYPASSRLS', sql: `ALTER ROLE ${name} BYPASSRLS;` }]),
    ...(row?.['reads'] === 'true' ? [] : [{ what: 'pg_read_all_data', sql: `GRANT pg_read_all_data TO ${name};` }]),
  ];
  if (missing.length === 0) return pass('role', 'The role has BYPASSRLS and pg_read_all_data.');
  return warn(
    'role',
    `The role lacks ${missing.map(({ what }) => what).join(' and ')}: new tables may become unreadable for the backup.`,
    {
      text: 'Run this as an administrator (on Supabase: as postgres in the SQL editor).',
      sql: missing.map(({ sql }) => sql).join('\n'),
    },
  );
}

const mostNames = 10;
const mostGrants = 200;

/** Everything pg_dump must lock or read and may not, with the GRANT for each. */
export async function checkReadable(query: Query, role: string, skip: Skip): Promise<DoctorCheck> {
  const name = quoteIdentifier(role);
  const relations = (await query(unreadableSql)).filter((row) => !skip(row['schema'] ?? '', row['relation'] ?? ''));
  const largeObjects = await unreadableLargeObjects(query, mostGrants);
  const total = relations.length + largeObjects.length;
  if (total === 0) return pass('readable', 'The role may read every table, sequence and large object.');
  const grants = new Set<string>();
  for (const row of relations) {
    if (row['usage'] === 'false')
      grants.add(`GRANT USAGE ON SCHEMA ${quoteIdentifier(row['schema'] ?? '')} TO ${name};`);
    if (row['readable'] === 'false') grants.add(`GRANT SELECT ON ${row['type']} ${row['full_name']} TO ${name};`);
  }
  for (const oid of largeObjects) grants.add(`GRANT SELECT ON LARGE OBJECT ${oid} TO ${name};`);
  const names = [...relations.map((row) => row['full_name']), ...largeObjects.map((oid) => `large object ${oid}`)];
  const more = total > mostNames ? ` and ${total - mostNames} more` : '';
  const count = total === 1 ? '' : ` ${total} objects`;
  const simpler = relations.length > mostNames ? ` Simpler for so many tables: GRANT pg_read_all_data TO ${name};` : '';
  return fail('readable', `The role may not read${count}: ${names.slice(0, mostNames).join(', ')}${more}.`, {
    text: `Run this as the owner of them, or leave them out of the backup.${simpler}`,
    sql: [...grants].slice(0, mostGrants).join('\n'),
  });
}

const userRelations = `
  n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                   WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')`;

const unreadableSql = `
  SELECT n.nspname AS schema, c.relname AS relation, pg_catalog.format('%I.%I', n.nspname, c.relname) AS full_name,
         CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS type,
         pg_catalog.has_schema_privilege(n.oid, 'USAGE')::pg_catalog.text AS usage,
         p.readable::pg_catalog.text AS readable
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'S' THEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
                                             ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END AS readable) p
   WHERE c.relkind IN ('r', 'p', 'S') AND ${userRelations}
     AND NOT (p.readable AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'))
   ORDER BY 1, 2`;

/** Tables whose policies would hide rows from this role; pg_dump refuses them rather than saving a part. */
export async function checkRowSecurity(query: Query, role: string, skip: Skip): Promise<DoctorCheck> {
  const rows = await query(
    `SELECT n.nspname AS schema, c.relname AS relation, pg_catalog.format('%I.%I', n.nspname, c.relname) AS full_name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND ${userRelations} AND pg_catalog.row_security_active(c.oid)
      ORDER BY 1, 2`,
  );
  const hidden = rows.filter((row) => !skip(row['schema'] ?? '', row['relation'] ?? ''));
  if (hidden.length === 0) return pass('row-security', 'Row level security hides nothing from this role.');
  const names = hidden
    .slice(0, mostNames)
    .map((row) => row['full_name'])
    .join(', ');
  const more = hidden.length > mostNames ? ` and ${hidden.length - mostNames} more` : '';
  return fail('row-security', `Row level security would hide rows of ${names}${more} from this role.`, {
    text: 'Let the role see all rows, or back up as one that does (on Supabase: postgres).',
    sql: `ALTER ROLE ${quoteIdentifier(role)} BYPASSRLS;`,
  });
}

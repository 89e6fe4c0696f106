import { quoteIdentifier, type Query } from '../query';
import { fail, pass, warn, type DoctorCheck } from './report';

export async function checkWritable(query: Query): Promise<DoctorCheck> {
  const [row] = await query(
    `SELECT pg_catalog.pg_is_in_recovery()::pg_catalog.text AS standby, pg_catalog.current_setting('default_transaction_read_only') AS read_only`,
  );
  if (row?.['standby'] === 'true')
    return fail('writable', 'The server is a read-only standby.', { text: 'Connect to the primary server.' });
  if (row?.['read_only'] === 'on') {
    return fail('writable', 'The database is in read-only mode (on Supabase: its disk is full).', {
      text: 'Free or enlarge the disk first.',
    });
  }
  return pass('writable', 'The server accepts changes.');
}

export async function checkCreate(query: Query, role: string, database: string): Promise<DoctorCheck> {
  const [row] = await query(
    `SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')::pg_catalog.text AS may,
            r.rolsuper::pg_catalog.text AS super, (d.datdba = r.oid)::pg_catalog.text AS owner
       FROM pg_catalog.pg_roles r, pg_catalog.pg_database d
      WHERE r.rolname = CURRENT_USER AND d.datname = pg_catalog.current_database()`,
  );
  if (row?.['super'] === 'true') return pass('create', 'The role is a superuser.');
  if (row?.['owner'] === 'true')
    return pass('create', 'The role owns the database; owners and roles of others may not be restorable.');
  if (row?.['may'] === 'true')
    return warn('create', 'The role may create schemas, but does not own the database.', {
      text: 'Restore as the owner of the database.',
    });
  return fail('create', 'The role may not create schemas in this database.', {
    text: 'Restore as the owner, or grant it.',
    sql: `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(role)};`,
  });
}

export async function checkEmpty(query: Query): Promise<DoctorCheck> {
  const rows = await query(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, pg_catalog.count(*) OVER ()::pg_catalog.text AS total
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = 'public'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1 LIMIT 3`,
  );
  if (rows.length === 0) return pass('empty', 'The public schema is empty.');
  const names = rows.map((row) => row['name']).join(', ');
  return warn('empty', `The target holds ${rows[0]?.['total']} tables or views in public already (${names} …).`, {
    text: 'Restore into an empty database, or choose what to do with what is there.',
  });
}

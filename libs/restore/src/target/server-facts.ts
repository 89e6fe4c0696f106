import type { Query } from '@stowbase/postgres';
import type { TargetFacts } from './target-facts';
import type { PlatformPresence } from './target-kind';

/** What one look at server, database and user tells. */
export type ServerFacts = Pick<
  TargetFacts,
  | 'database'
  | 'serverVersionNum'
  | 'serverVersion'
  | 'systemIdentifier'
  | 'readOnly'
  | 'user'
  | 'superuser'
  | 'createRole'
  | 'createDatabase'
  | 'createInDatabase'
> & { readonly platform: PlatformPresence };

export async function readServerFacts(q: Query): Promise<ServerFacts> {
  const [row = {}] = await q(
    `SELECT pg_catalog.current_setting('server_version_num') AS version_num,
            pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) AS version,
            d.datname::pg_catalog.text AS database, r.rolname::pg_catalog.text AS role,
            (pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('default_transaction_read_only') = 'on')::pg_catalog.text AS read_only,
            r.rolsuper::pg_catalog.text AS superuser, r.rolcreaterole::pg_catalog.text AS create_role, r.rolcreatedb::pg_catalog.text AS create_database,
            pg_catalog.has_database_privilege(d.oid, 'CREATE')::pg_catalog.text AS create_here,
            pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')::pg_catalog.text AS identifiable,
            ((SELECT pg_catalog.count(*) FROM pg_catalog.pg_roles WHERE rolname IN ('anon', 'authenticated')) = 2)::pg_catalog.text AS platform_roles,
            (EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'storage')
             AND EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                          WHERE n.nspname = 'auth' AND c.relname = 'users'))::pg_catalog.text AS platform_tables
       FROM pg_catalog.pg_database d, pg_catalog.pg_roles r
      WHERE d.datname = pg_catalog.current_database() AND r.rolname = current_user`,
  );
  const yes = (column: string): boolean => row[column] === 'true';
  const database = row['database'] ?? '';
  return {
    database,
    serverVersionNum: Number(row['version_num']),
    serverVersion: row['version'] ?? '',
    systemIdentifier: yes('identifiable') ? await readSystemIdentifier(q) : null,
    readOnly: yes('read_only'),
    user: row['role'] ?? '',
    superuser: yes('superuser'),
    createRole: yes('create_role') || yes('superuser'),
    createDatabase: yes('create_database') || yes('superuser'),
    createInDatabase: yes('create_here'),
    platform: { database, roles: yes('platform_roles'), tables: yes('platform_tables') },
  };
}

/** Asked on its own: PostgreSQL checks the right on a function before a CASE around it is looked at. */
async function readSystemIdentifier(q: Query): Promise<string | null> {
  const [row] = await q('SELECT system_identifier::pg_catalog.text AS id FROM pg_catalog.pg_control_system()');
  return row?.['id'] ?? null;
}

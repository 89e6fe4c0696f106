import { execute, guarded, roleExists, warn } from '../guarded';
import { isPlatformRole, isPredefinedRole } from '@stowbase/postgres';
import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { text, textList } from '../rows';
import type { Query } from '../types';
import { parseSetting, setClause, type Setting } from './setting-values';

export interface StoredSetting extends Setting {
  /** null: every role. */
  readonly role: string | null;
  /** true: only in the saved database. */
  readonly inDatabase: boolean;
}

/** Settings of roles, of the database and of roles in the database; those of other databases are not part of this one. */
export async function readSettings(q: Query): Promise<StoredSetting[]> {
  const rows = await q(
    `SELECT r.rolname::pg_catalog.text AS role, (s.setdatabase <> 0)::pg_catalog.text AS in_database, pg_catalog.to_json(s.setconfig)::pg_catalog.text AS config
       FROM pg_catalog.pg_db_role_setting s
       LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
       LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
      WHERE (s.setdatabase = 0 OR d.datname = pg_catalog.current_database()) AND (s.setrole = 0 OR r.oid IS NOT NULL)
      ORDER BY r.rolname COLLATE "C" NULLS FIRST, s.setdatabase <> 0`,
  );
  return rows.flatMap((row) =>
    textList(row, 'config').flatMap((config) => {
      const setting = parseSetting(config);
      const inDatabase = text(row, 'in_database') === 'true';
      return setting === null ? [] : [{ ...setting, role: row.role ?? null, inDatabase }];
    }),
  );
}

/**
 * Sets one setting where it isn't so already. A platform role that is a superuser here is left alone: on a plain server that can be
 * the administrator's own role. The database is named at run time, because the copy may have another name.
 */
export function applySetting(setting: StoredSetting): string {
  const { role } = setting;
  const clause = setClause(setting);
  const subject = describe(setting);
  const setup = role === null ? [] : presentRole(role, subject);
  const alter =
    role !== null && !setting.inDatabase
      ? execute(`ALTER ROLE ${quoteIdent(role)} ${clause}`)
      : role === null && !setting.inDatabase
        ? execute(`ALTER ROLE ALL ${clause}`)
        : `EXECUTE pg_catalog.concat(pg_catalog.format(${quoteLiteral(databaseFormat(role))}, pg_catalog.current_database()), ${quoteLiteral(clause)});`;
  return guarded({
    body: [
      ...setup,
      'IF EXISTS (SELECT FROM pg_catalog.pg_db_role_setting',
      `WHERE setrole = ${role === null ? '0' : `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role)})`}`,
      `AND setdatabase = ${setting.inDatabase ? '(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())' : '0'}`,
      `AND ${quoteLiteral(`${setting.name}=${setting.value}`)} = ANY (setconfig)) THEN RETURN; END IF;`,
      alter,
    ].join('\n'),
    otherwise: `${subject} was not set`,
  });
}

function presentRole(role: string, subject: string): string[] {
  if (isPlatformRole(role) || isPredefinedRole(role)) {
    return [
      `IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role)} AND NOT rolsuper) THEN RETURN; END IF;`,
    ];
  }
  return [
    `IF NOT ${roleExists(role)} THEN`,
    warn(`${subject} was not set: the role is missing here`),
    'RETURN;',
    'END IF;',
  ];
}

/** A pattern for format(): the role's own `%` must be doubled. */
function databaseFormat(role: string | null): string {
  return role === null ? 'ALTER DATABASE %I ' : `ALTER ROLE ${quoteIdent(role).replaceAll('%', '%%')} IN DATABASE %I `;
}

function describe(setting: StoredSetting): string {
  const where = setting.inDatabase ? ' in this database' : '';
  return `setting ${quoteIdent(setting.name)} of ${setting.role === null ? 'all roles' : `role ${quoteIdent(setting.role)}`}${where}`;
}

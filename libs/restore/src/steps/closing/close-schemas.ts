import { quoteIdentifier } from '@stowbase/postgres';
import type { Client } from 'pg';
import { RestoreError } from '../../errors';
import type { ClosedSchema } from '../record/restore-record';
import { apiRoles } from './api-roles';

/**
 * Takes USAGE on these schemas from PUBLIC and from every role but the owner, superusers, the restoring role and those that own
 * something in them: functions in indexes, foreign keys and materialized views run as the owner of their table. Then proves that no
 * role of the API can look into one. The caller's transaction must be rolled back when this throws.
 * @throws RestoreError `JOBS_NOT_POSSIBLE`
 */
export async function closeSchemas(client: Client, schemas: readonly string[]): Promise<ClosedSchema[]> {
  if (schemas.length === 0) return [];
  const taken = (await client.query<Taken>(readTaken, [schemas])).rows;
  const keepers = (await client.query<Keeper>(readKeepers, [schemas])).rows;
  await run(
    client,
    taken.map(({ schema, role }) => `REVOKE USAGE ON SCHEMA ${quoteIdentifier(schema)} FROM ${roleText(role)}`),
  );
  const lent = (await client.query<Keeper>(readLost, [keepers.map((k) => k.schema), keepers.map((k) => k.role)])).rows;
  await run(
    client,
    lent.map(({ schema, role }) => `GRANT USAGE ON SCHEMA ${quoteIdentifier(schema)} TO ${roleText(role)}`),
  );
  await proveClosed(client, schemas);
  return schemas.map((schema) => ({
    schema,
    taken: taken
      .filter((one) => one.schema === schema)
      .map(({ role, grantable }) => ({ role, grantOption: grantable === 'true' })),
    lent: lent.filter((one) => one.schema === schema).map(({ role }) => role),
  }));
}

/** Gives every schema its access list back. Roles and schemas that are gone are left out. */
export async function openSchemas(client: Client, closed: readonly ClosedSchema[]): Promise<void> {
  const { rows } = await client.query<{ kind: string; name: string }>(
    `SELECT 'schema' AS kind, nspname::pg_catalog.text AS name FROM pg_catalog.pg_namespace
     UNION ALL SELECT 'role', rolname::pg_catalog.text FROM pg_catalog.pg_roles`,
  );
  const there = new Set(rows.map(({ kind, name }) => `${kind} ${name}`));
  const isRole = (role: string | null): boolean => role === null || there.has(`role ${role}`);
  await run(
    client,
    closed
      .filter(({ schema }) => there.has(`schema ${schema}`))
      .flatMap(({ schema, taken, lent }) => [
        ...lent
          .filter(isRole)
          .map((role) => `REVOKE USAGE ON SCHEMA ${quoteIdentifier(schema)} FROM ${roleText(role)}`),
        ...taken
          .filter(({ role }) => isRole(role))
          .map(
            ({ role, grantOption }) =>
              `GRANT USAGE ON SCHEMA ${quoteIdentifier(schema)} TO ${roleText(role)}${grantOption ? ' WITH GRANT OPTION' : ''}`,
          ),
      ]),
  );
}

interface Keeper {
  readonly schema: string;
  readonly role: string;
}
interface Taken {
  readonly schema: string;
  /** Null for PUBLIC. */
  readonly role: string | null;
  readonly grantable: string;
}

const roleText = (role: string | null): string => (role === null ? 'PUBLIC' : quoteIdentifier(role));

async function run(client: Client, statements: readonly string[]): Promise<void> {
  for (let start = 0; start < statements.length; start += 1000) {
    try {
      await client.query(statements.slice(start, start + 1000).join(';\n'));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw notPossible('A schema of this restore belongs to another role, so it can’t be closed to the API.', error);
    }
  }
}

/** `insufficient_privilege`; `dependent_objects_still_exist`: somebody passed on what he was granted. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && (error.code === '42501' || error.code === '2BP01');

async function proveClosed(client: Client, schemas: readonly string[]): Promise<void> {
  const { rows } = await client.query<Keeper>(readOpen, [schemas]);
  const open = rows[0];
  if (open === undefined) return;
  throw notPossible(
    `The schema ${JSON.stringify(open.schema)} can’t be closed to the role ${open.role} while its tables have no policies yet.`,
  );
}

export const notPossible = (sentence: string, cause?: Error): RestoreError =>
  new RestoreError(
    'JOBS_NOT_POSSIBLE',
    sentence,
    'Restore in one transaction: --jobs 1.',
    cause === undefined ? {} : { cause, detail: cause.message },
  );

const closed = `
  closed AS (SELECT n.oid, n.nspname::pg_catalog.text AS schema, n.nspowner, n.nspacl FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1))`;

const keepers = `${closed}, ${apiRoles},
  keeper AS (
    SELECT r.oid, r.rolname::pg_catalog.text AS name, r.rolsuper
      FROM pg_catalog.pg_roles r
     WHERE r.oid NOT IN (SELECT oid FROM api)
       AND (r.rolsuper OR r.rolname = current_user
            OR r.oid IN (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.relnamespace IN (SELECT oid FROM closed)
                         UNION SELECT f.proowner FROM pg_catalog.pg_proc f WHERE f.pronamespace IN (SELECT oid FROM closed))))`;

const readTaken = `WITH ${keepers}
  SELECT c.schema, r.rolname::pg_catalog.text AS role, pg_catalog.bool_or(a.is_grantable)::pg_catalog.text AS grantable
    FROM closed c, pg_catalog.aclexplode(c.nspacl) a LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
   WHERE a.privilege_type = 'USAGE' AND a.grantee <> c.nspowner AND a.grantee NOT IN (SELECT oid FROM keeper)
   GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST`;

const readKeepers = `WITH ${keepers}
  SELECT c.schema, k.name AS role FROM closed c, keeper k
   WHERE NOT k.rolsuper AND pg_catalog.has_schema_privilege(k.oid, c.oid, 'USAGE') ORDER BY 1, 2`;

const readLost = `
  SELECT p.schema, p.role FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) p (schema, role)
    JOIN pg_catalog.pg_namespace n ON n.nspname = p.schema JOIN pg_catalog.pg_roles r ON r.rolname = p.role
   WHERE NOT pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE') ORDER BY 1, 2`;

const readOpen = `WITH ${closed}, ${apiRoles}
  SELECT c.schema, a.name AS role FROM closed c, api a WHERE pg_catalog.has_schema_privilege(a.oid, c.oid, 'USAGE')
  UNION ALL
  SELECT c.schema, 'PUBLIC' FROM closed c, pg_catalog.aclexplode(c.nspacl) x WHERE x.grantee = 0 AND x.privilege_type = 'USAGE'
  ORDER BY 1, 2 LIMIT 1`;

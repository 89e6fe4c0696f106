import { isPlatformSchema } from '@stowbase/postgres';
import type { Comparison } from '../report';
import { applyChange, compareAcl, readAcl, type Acl } from './acl/acl';
import { allBits, type AclKind } from './acl/privilege-bits';
import type { ComparisonInput } from './comparison-input';
import type { ExpectedDefaults } from './expected/expected-state';
import { defaultsKey } from './expected/note-privileges';
import { Findings } from './findings';

interface Entry extends Omit<ExpectedDefaults, 'changes'> {
  readonly base: Acl;
  readonly actual: Acl;
}

/**
 * What will be allowed on what is made later. The archive takes back all of the restoring role's own entries before it sets the source's,
 * so what these have beyond is put into `extra`.
 */
export async function compareDefaultPrivileges(input: ComparisonInput, extra: Findings): Promise<Comparison[]> {
  const { expected, facts } = input;
  const findings = new Findings('default_privileges');
  for (const entry of await readEntries(input)) {
    const changes = expected.defaults.get(defaultsKey(entry.role, entry.schema, entry.objectType))?.changes ?? [];
    const isOwn = expected.tookBack && entry.role === facts.user && !isPlatformSchema(entry.schema ?? '');
    if (changes.length === 0 && !isOwn) continue;
    findings.looked();
    const wanted: Acl = new Map(isOwn ? entry.base : entry.actual);
    for (const change of changes) applyChange(wanted, change, allBits(kinds[entry.objectType], facts.serverVersionNum));
    const difference = compareAcl(wanted, entry.actual, '');
    const name = nameOf(entry);
    for (const { grantee, privileges } of difference.missing)
      findings.differs(`${name}: ${grantee} lacks ${privileges}`);
    for (const { grantee, privileges } of difference.extra) {
      (isOwn ? extra : findings).differs(`${name}: ${grantee} has ${privileges}, at the source it had not`);
    }
  }
  for (const { what, text } of expected.skipped) if (what === 'default_privileges') findings.cannot(text);
  return findings.comparisons();
}

/** Those of the catalogue, and those that the archive has and the catalogue hasn't: these are as PostgreSQL has them by itself. */
async function readEntries({ catalogue, expected }: ComparisonInput): Promise<Entry[]> {
  const wanted = [...expected.defaults.values()];
  const rows = await catalogue.query(
    `WITH named AS (
       SELECT r.oid AS role, n.oid AS schema, w.type::"char" AS type
         FROM pg_catalog.json_to_recordset($1::pg_catalog.json) AS w (role pg_catalog.text, schema pg_catalog.text, type pg_catalog.text)
         JOIN pg_catalog.pg_roles r ON r.rolname = w.role LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
        WHERE w.schema IS NULL OR n.oid IS NOT NULL
     ), entries AS (
       SELECT defaclrole AS role, nullif(defaclnamespace, 0) AS schema, defaclobjtype AS type FROM pg_catalog.pg_default_acl
       UNION SELECT role, schema, type FROM named
     )
     SELECT pg_catalog.pg_get_userbyid(e.role)::pg_catalog.text AS role, n.nspname::pg_catalog.text AS schema, e.type::pg_catalog.text AS type,
            pg_catalog.to_json(b.base::pg_catalog.text[])::pg_catalog.text AS base,
            pg_catalog.to_json(coalesce(d.defaclacl, b.base)::pg_catalog.text[])::pg_catalog.text AS acl
       FROM entries e
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.schema
       LEFT JOIN pg_catalog.pg_default_acl d ON d.defaclrole = e.role AND d.defaclnamespace = coalesce(e.schema, 0) AND d.defaclobjtype = e.type
       CROSS JOIN LATERAL (SELECT CASE WHEN e.schema IS NULL
           THEN pg_catalog.acldefault(CASE e.type WHEN 'S' THEN 's'::"char" ELSE e.type END, e.role)
           ELSE '{}'::pg_catalog.aclitem[] END AS base) b`,
    [JSON.stringify(wanted.map(({ role, schema, objectType }) => ({ role, schema, type: objectType })))],
  );
  return rows.map((row) => ({
    role: row['role'] ?? '',
    schema: row['schema'] ?? null,
    objectType: row['type'] as ExpectedDefaults['objectType'],
    base: readAcl(JSON.parse(row['base'] ?? '[]') as string[]),
    actual: readAcl(JSON.parse(row['acl'] ?? '[]') as string[]),
  }));
}

const kinds: Record<ExpectedDefaults['objectType'], AclKind> = {
  r: 'table',
  S: 'sequence',
  f: 'routine',
  T: 'type',
  n: 'schema',
  L: 'large object',
};

function nameOf({ role, schema, objectType }: Entry): string {
  return `default privileges of ${role} on a ${kinds[objectType]}${schema === null ? '' : ` in schema ${schema}`}`;
}

import { keyText, objectKey } from '../object-key';
import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import type { ExpectedPolicy } from './expected/expected-state';
import { Findings } from './findings';
import { schemasOf } from './schemas-of';

/**
 * Each policy is there, for the command and the roles that the archive says, and a table made by this restore has no other. What a policy
 * compares is not read: servers of other versions print it in other words.
 */
export async function comparePolicies({ catalogue, expected }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('policies');
  const missing = new Set(expected.policies.keys());
  const here = new Set<string>();
  findings.looked(missing.size);
  const pages = catalogue.pages(
    `SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS "table", p.polname::pg_catalog.text AS name,
            p.polcmd::pg_catalog.text AS command, (NOT p.polpermissive)::pg_catalog.text AS restrictive,
            (SELECT coalesce(pg_catalog.json_agg(r.rolname), '[]') FROM pg_catalog.pg_roles r WHERE r.oid = ANY (p.polroles))::pg_catalog.text AS roles
       FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY ($1::pg_catalog.name[])`,
    [schemasOf([...missing, ...expected.created])],
  );
  for await (const rows of pages) {
    for (const row of rows) {
      const [schema, table] = [row['schema'] ?? '', row['table'] ?? ''];
      const key = objectKey.policy(schema, table, row['name'] ?? '');
      const wanted = expected.policies.get(key);
      here.add(key);
      missing.delete(key);
      if (wanted !== undefined) {
        for (const text of differencesOf(wanted, readPolicy(row))) findings.differs(`${keyText(key)} ${text}`);
      } else if (expected.created.has(objectKey.relation(schema, table))) {
        findings.differs(`${keyText(key)} is there, at the source it was not`);
      }
    }
  }
  for (const key of missing) {
    if (expected.guarded.has(key)) findings.cannot(`${keyText(key)} could not be made here`);
    else findings.differs(`${keyText(key)} is missing`);
  }
  for (const { what, key, text } of expected.skipped) {
    if (what === 'policies' && (key === null || !here.has(key))) findings.cannot(text);
  }
  return findings.comparisons();
}

const commands: Partial<Record<string, string>> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };

function readPolicy(row: Record<string, string | null>): ExpectedPolicy {
  return {
    restrictive: row['restrictive'] === 'true',
    command: commands[row['command'] ?? ''] ?? 'ALL',
    roles: (JSON.parse(row['roles'] ?? '[]') as string[]).sort(),
  };
}

function differencesOf(wanted: ExpectedPolicy, now: ExpectedPolicy): string[] {
  const roles = (policy: ExpectedPolicy): string => policy.roles.join(', ') || 'PUBLIC';
  const kind = (policy: ExpectedPolicy): string => (policy.restrictive ? 'restrictive' : 'permissive');
  return [
    ...(kind(now) === kind(wanted) ? [] : [`is ${kind(now)}, at the source it was ${kind(wanted)}`]),
    ...(now.command === wanted.command ? [] : [`is for ${now.command}, at the source for ${wanted.command}`]),
    ...(roles(now) === roles(wanted) ? [] : [`is for ${roles(now)}, at the source for ${roles(wanted)}`]),
  ];
}

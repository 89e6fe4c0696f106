import { keyText, objectKey } from '../object-key';
import type { Comparison } from '../report';
import { keyOf } from '../target/inventory/catalogue-object';
import { readCronJobs } from '../target/cron-jobs';
import { readInventory } from '../target/inventory/inventory';
import type { ComparisonInput } from './comparison-input';
import { Findings } from './findings';
import type { Catalogue } from './reading';

/** Everything that the statements made is there. Policies, triggers and foreign keys are looked at for themselves. */
export async function compareObjects({ catalogue, expected }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('objects');
  const here = await presentKeys(catalogue);
  const elsewhere = (key: string): boolean =>
    expected.policies.has(key) || expected.triggers.has(key) || expected.foreignKeys.has(key);
  for (const key of expected.created) {
    if (elsewhere(key)) continue;
    findings.looked();
    if (!here.has(key)) findings.differs(`${keyText(key)} is missing`);
  }
  for (const key of expected.guarded) {
    if (expected.created.has(key) || elsewhere(key)) continue;
    findings.looked();
    if (!here.has(key)) findings.cannot(`${keyText(key)} could not be made here`);
  }
  for (const { what, key, text } of expected.skipped) {
    if (what === 'objects' && (key === null || !here.has(key))) findings.cannot(text);
  }
  return findings.comparisons();
}

async function presentKeys({ query, permitted }: Catalogue): Promise<ReadonlySet<string>> {
  const keys = new Set((await readInventory(query)).map(keyOf));
  const named = await query(
    `SELECT 'role' AS kind, rolname::pg_catalog.text AS name FROM pg_catalog.pg_roles
     UNION ALL SELECT 'extension', extname::pg_catalog.text FROM pg_catalog.pg_extension
     UNION ALL SELECT 'schema', nspname::pg_catalog.text FROM pg_catalog.pg_namespace`,
  );
  for (const { kind, name } of named) {
    if (kind === 'role' || kind === 'extension' || kind === 'schema') keys.add(objectKey[kind](name ?? ''));
  }
  for (const { name } of (await permitted(() => readCronJobs(query))) ?? []) {
    if (name !== null) keys.add(objectKey.cronJob(name));
  }
  return keys;
}

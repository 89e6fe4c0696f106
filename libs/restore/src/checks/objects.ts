import { keyText, objectKey } from '../object-key';
import { locate } from '../replace/addresses';
import type { Comparison } from '../report';
import { readCronJobs } from '../target/cron-jobs';
import type { ComparisonInput } from './comparison-input';
import { Findings } from './findings';
import type { Catalogue } from './reading';

/** Everything that the statements made is there. Policies, triggers and foreign keys are looked at for themselves. */
export async function compareObjects({ catalogue, expected }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('objects');
  const { created, guarded, policies, triggers, skipped } = expected;
  const keys = new Set(created);
  for (const key of guarded) if (!policies.has(key) && !triggers.has(key)) keys.add(key);
  findings.looked(keys.size);
  const leftOut = skipped.filter(({ what }) => what === 'objects');
  for (const { key } of leftOut) if (key !== null) keys.add(key);
  for await (const key of presentKeys(catalogue, keys)) keys.delete(key);
  for (const key of keys) {
    if (created.has(key)) findings.differs(`${keyText(key)} is missing`);
    else if (guarded.has(key)) findings.cannot(`${keyText(key)} could not be made here`);
  }
  for (const { key, text } of leftOut) {
    if (key === null || (keys.has(key) && !created.has(key))) findings.cannot(text);
  }
  return findings.comparisons();
}

async function* presentKeys({ query, permitted }: Catalogue, keys: ReadonlySet<string>): AsyncGenerator<string> {
  for await (const { key } of locate(query, keys)) yield key;
  for (const { name } of (await permitted(() => readCronJobs(query))) ?? []) {
    if (name !== null) yield objectKey.cronJob(name);
  }
}

import { keyText, objectKey } from '../object-key';
import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import type { FiringState } from './expected/expected-state';
import { Findings } from './findings';
import { schemasOf } from './schemas-of';

/** Each trigger is there and fires when it did at the source; rules too. */
export async function compareTriggers({ catalogue, expected }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('triggers');
  const missing = new Set(expected.triggers.keys());
  const here = new Set<string>();
  findings.looked(missing.size + expected.rules.size);
  const pages = catalogue.pages(
    `SELECT 'trigger' AS kind, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS "table", t.tgname::pg_catalog.text AS name,
            t.tgenabled::pg_catalog.text AS firing
       FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT t.tgisinternal AND n.nspname = ANY ($1::pg_catalog.name[])
     UNION ALL
     SELECT 'rule', n.nspname::pg_catalog.text, c.relname::pg_catalog.text, r.rulename::pg_catalog.text, r.ev_enabled::pg_catalog.text
       FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE r.rulename <> '_RETURN' AND n.nspname = ANY ($1::pg_catalog.name[])`,
    [schemasOf([...expected.triggers.keys(), ...expected.rules.keys()])],
  );
  for await (const rows of pages) {
    for (const row of rows) {
      const kind = row['kind'] === 'rule' ? 'rule' : 'trigger';
      const key = objectKey[kind](row['schema'] ?? '', row['table'] ?? '', row['name'] ?? '');
      const wanted = expected[`${kind}s`].get(key);
      here.add(key);
      missing.delete(key);
      if (wanted !== undefined && wanted !== row['firing']) {
        findings.differs(`${keyText(key)} ${says(row['firing'])}, at the source it ${says(wanted)}`);
      }
    }
  }
  for (const key of missing) {
    if (expected.guarded.has(key)) findings.cannot(`${keyText(key)} could not be made here`);
    else findings.differs(`${keyText(key)} is missing`);
  }
  for (const { what, key, text } of expected.skipped) {
    if (what === 'triggers' && (key === null || !here.has(key))) findings.cannot(text);
  }
  return findings.comparisons();
}

const firingTexts: Record<FiringState, string> = {
  O: 'fires as usual',
  D: 'is disabled',
  R: 'fires only in replica mode',
  A: 'fires always',
};

const says = (state: string | null | undefined): string => firingTexts[state as FiringState] ?? `is in state ${state}`;

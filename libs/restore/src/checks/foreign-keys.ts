import { keyText, objectKey } from '../object-key';
import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import { Findings } from './findings';
import { schemasOf } from './schemas-of';

/** Each foreign key is there, and checked against all rows unless it wasn't at the source. */
export async function compareForeignKeys({ catalogue, expected }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('foreign_keys');
  for (const { what, text } of expected.skipped) if (what === 'foreign_keys') findings.cannot(text);
  const missing = new Set(expected.foreignKeys.keys());
  findings.looked(missing.size);
  const pages = catalogue.pages(
    `SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS "table", o.conname::pg_catalog.text AS name,
            o.convalidated::pg_catalog.text AS valid
       FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE o.contype = 'f' AND n.nspname = ANY ($1::pg_catalog.name[])`,
    [schemasOf(missing)],
  );
  for await (const rows of pages) {
    for (const row of rows) {
      const key = objectKey.constraint(row['schema'] ?? '', row['table'] ?? '', row['name'] ?? '');
      const valid = expected.foreignKeys.get(key);
      missing.delete(key);
      if (valid === undefined || valid === (row['valid'] === 'true')) continue;
      findings.differs(
        valid
          ? `${keyText(key)} is not checked against its rows`
          : `${keyText(key)} is valid, at the source it was not`,
      );
    }
  }
  for (const key of missing) findings.differs(`${keyText(key)} is missing`);
  return findings.comparisons();
}

import { keyText, objectKey } from '../object-key';
import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import { Findings } from './findings';
import { schemasOf } from './schemas-of';

/**
 * Row security is on and forced where the archive says so. A table that is closed though it was open at the source is told apart
 * (`row_security_added`): a target can do that to every new table by an event trigger, and nothing is exposed by it.
 */
export async function compareRowSecurity({ catalogue, expected }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('row_security');
  const added = new Findings('row_security_added');
  for (const { what, text } of expected.skipped) if (what === 'row_security') findings.cannot(text);
  const pages = catalogue.pages(
    `SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name, c.relrowsecurity::pg_catalog.text AS enabled,
            c.relforcerowsecurity::pg_catalog.text AS forced
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($1::pg_catalog.name[])`,
    [schemasOf([...expected.created, ...expected.rowSecurity.keys()])],
  );
  for await (const rows of pages) {
    for (const row of rows) {
      const key = objectKey.relation(row['schema'] ?? '', row['name'] ?? '');
      const wanted = expected.rowSecurity.get(key);
      if (wanted === undefined && !expected.created.has(key)) continue;
      findings.looked();
      const [enabled, forced] = [row['enabled'] === 'true', row['forced'] === 'true'];
      if (wanted?.enabled === true && !enabled) findings.differs(`${keyText(key)} has row security off`);
      if (wanted?.forced === true && !forced)
        findings.differs(`${keyText(key)} doesn't force row security on its owner`);
      if (enabled && wanted?.enabled !== true)
        added.differs(`${keyText(key)} has row security on, at the source it was off`);
      if (forced && wanted?.forced !== true)
        added.differs(`${keyText(key)} forces row security on its owner, at the source it didn't`);
    }
  }
  return [...findings.comparisons(), ...added.comparisons()];
}

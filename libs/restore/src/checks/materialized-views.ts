import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import { Findings } from './findings';

/** Those that were filled at the source can be read. */
export async function compareMaterializedViews({
  catalogue,
  contents,
  script,
}: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('materialized_views');
  if (!script.members.some(({ kind }) => kind === 'refresh')) return [];
  const rows = await catalogue.query(
    `SELECT v.name, coalesce(c.relispopulated, false)::pg_catalog.text AS filled
       FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS v (name, position)
       LEFT JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(v.name)
      ORDER BY v.position`,
    [contents.refresh],
  );
  for (const { name, filled } of rows) {
    findings.looked();
    if (filled !== 'true') findings.cannot(`materialized view ${name} was not refreshed and can't be read`);
  }
  return findings.comparisons();
}

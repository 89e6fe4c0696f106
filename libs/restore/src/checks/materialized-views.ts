import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import { readQualifiedName } from './qualified-name';
import { Findings } from './findings';

/** Those that were filled at the source can be read. */
export async function compareMaterializedViews({
  catalogue,
  contents,
  script,
}: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('materialized_views');
  if (!script.members.some(({ kind }) => kind === 'refresh')) return [];
  const names = contents.refresh.map(readQualifiedName);
  const rows = await catalogue.query(
    `SELECT coalesce(c.relispopulated, false)::pg_catalog.text AS filled
       FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) WITH ORDINALITY AS v (schema, name, position)
       LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = v.schema
       LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = v.name AND c.relkind = 'm'
      ORDER BY v.position`,
    [names.map((view) => view?.schema ?? ''), names.map((view) => view?.name ?? '')],
  );
  for (const [index, view] of contents.refresh.entries()) {
    findings.looked();
    if (rows[index]?.['filled'] === 'true') continue;
    findings.cannot(`materialized view ${view} was not refreshed and can't be read`);
  }
  return findings.comparisons();
}

import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { execute, guarded } from './guarded';
import { joinSql } from './join-sql';
import { platformSchemaRegex } from '@stowbase/postgres';
import { text } from './rows';
import type { CatalogueScript, Generator, Query } from './types';

export interface RefreshScript extends CatalogueScript {
  /** For `contents.refresh`: `"schema"."name"`, in the order of the script. */
  readonly views: readonly string[];
}

/**
 * REFRESH of the materialized views that were filled at the source, each after those it reads, also through views. What a function reads
 * is not in the catalogue: a second round takes those that failed because another one wasn't filled yet.
 * search_path is reset, because a view's function may name things without their schema (17+ ignores the session's path anyway).
 */
export const refresh: Generator<RefreshScript> = async (q) => {
  const views = await readFilledViews(q);
  if (views.length === 0) return { sql: '', count: 0, warnings: [], views };
  const rounds = [
    ...views.map((view) => refreshView(view, views.length === 1)),
    ...(views.length === 1 ? [] : views.map((view) => refreshView(view, true))),
  ];
  return { sql: `RESET search_path;\n\n${joinSql(rounds)}`, count: views.length, warnings: [], views };
};

/** In the last round only what is still empty, and a failure is said; before, it may still come right. */
function refreshView(view: string, last: boolean): string {
  const statement = `REFRESH MATERIALIZED VIEW ${view}`;
  return guarded({
    body: [
      `IF EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(${quoteLiteral(view)}) AND relispopulated) THEN RETURN; END IF;`,
      execute(statement),
    ].join('\n'),
    otherwise: last ? `materialized view ${view} was not refreshed and can't be read` : null,
    hint: `When the reason is gone: ${statement};`,
  });
}

async function readFilledViews(q: Query): Promise<string[]> {
  const nodes = await q(
    `SELECT c.oid::pg_catalog.text AS oid, c.relkind::pg_catalog.text AS kind, c.relispopulated::pg_catalog.text AS filled,
            n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('m', 'v') AND n.nspname !~ $1
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    [platformSchemaRegex],
  );
  const edges = await q(
    `SELECT DISTINCT w.ev_class::pg_catalog.text AS reader, d.refobjid::pg_catalog.text AS read
       FROM pg_catalog.pg_rewrite w
       JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
                                  AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> w.ev_class
       JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind IN ('m', 'v')`,
  );
  const reads = Map.groupBy(edges, (edge) => text(edge, 'reader'));
  const byOid = new Map(nodes.map((node) => [text(node, 'oid'), node]));
  const ordered: string[] = [];
  const seen = new Set<string>();
  const visit = (oid: string): void => {
    if (seen.has(oid)) return;
    seen.add(oid);
    for (const edge of reads.get(oid) ?? []) visit(text(edge, 'read'));
    const node = byOid.get(oid);
    if (node?.kind === 'm' && node.filled === 'true')
      ordered.push(`${quoteIdent(text(node, 'schema'))}.${quoteIdent(text(node, 'name'))}`);
  };
  for (const oid of byOid.keys()) visit(oid);
  return ordered;
}

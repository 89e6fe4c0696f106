import { text } from './rows';
import type { Query } from './types';

/** Names by schema; under '' those of what lives in none: access methods, languages, foreign data wrappers. */
export type NamesBySchema = Readonly<Record<string, readonly string[]>>;

/**
 * What each extension brings (its tables, types, functions, operators, operator classes, …), by the extension's name. A restore to a
 * server that lacks the extension finds out from this what can't be made there.
 */
export async function readExtensionObjects(q: Query): Promise<Map<string, NamesBySchema>> {
  const rows = await q(
    `WITH object AS (
       SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS catalogue, oid, relnamespace AS schema, relname AS name FROM pg_catalog.pg_class WHERE relkind NOT IN ('i', 't')
       UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, typnamespace, typname FROM pg_catalog.pg_type WHERE typcategory <> 'A'
       UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, pronamespace, proname FROM pg_catalog.pg_proc
       UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace, oprname FROM pg_catalog.pg_operator
       UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, opcnamespace, opcname FROM pg_catalog.pg_opclass
       UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, collnamespace, collname FROM pg_catalog.pg_collation
       UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace, cfgname FROM pg_catalog.pg_ts_config
       UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace, dictname FROM pg_catalog.pg_ts_dict
       UNION ALL SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid, tmplnamespace, tmplname FROM pg_catalog.pg_ts_template
       UNION ALL SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid, prsnamespace, prsname FROM pg_catalog.pg_ts_parser
       UNION ALL SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, oid, 0::pg_catalog.oid, amname FROM pg_catalog.pg_am
       UNION ALL SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, 0::pg_catalog.oid, lanname FROM pg_catalog.pg_language
       UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, 0::pg_catalog.oid, fdwname FROM pg_catalog.pg_foreign_data_wrapper
     )
     SELECT DISTINCT e.extname::pg_catalog.text AS extension, coalesce(n.nspname, '')::pg_catalog.text AS schema, o.name::pg_catalog.text AS name
       FROM pg_catalog.pg_depend d
       JOIN pg_catalog.pg_extension e ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.oid = d.refobjid
       JOIN object o ON o.catalogue = d.classid AND o.oid = d.objid
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
      WHERE d.deptype = 'e' AND e.extname <> 'plpgsql'
      ORDER BY 1, 2, 3`,
  );
  const found = new Map<string, Map<string, string[]>>();
  for (const row of rows) {
    const bySchema = found.get(text(row, 'extension')) ?? new Map<string, string[]>();
    const names = bySchema.get(text(row, 'schema')) ?? [];
    names.push(text(row, 'name'));
    found.set(text(row, 'extension'), bySchema.set(text(row, 'schema'), names));
  }
  return new Map([...found].map(([extension, bySchema]) => [extension, Object.fromEntries(bySchema)]));
}

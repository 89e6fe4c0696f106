import { acl, type FingerprintQuery, grants, notFromExtension, ownSchema, role, sorted } from './catalogue-sql';

const relations = `pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace`;
const own = `${ownSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}`;
const name = `format('%I.%I', n.nspname, c.relname)`;

/** Tables, views, materialized views, foreign tables, composite types: what they are, who owns and may use them. */
const relation: FingerprintQuery = {
  kind: 'relation',
  sql: `SELECT ${name}, concat_ws('; ', 'kind ' || c.relkind::text, 'persistence ' || c.relpersistence::text, 'owner ' || ${role('c.relowner')},
      'acl ' || ${acl('c.relacl', 'r', 'c.relowner')},
      'options ' || ${sorted('c.reloptions')}::text, 'toast ' || (SELECT ${sorted('t.reloptions')}::text FROM pg_class t WHERE t.oid = c.reltoastrelid),
      CASE WHEN c.relrowsecurity THEN 'row security' END, CASE WHEN c.relforcerowsecurity THEN 'forced row security' END,
      'replica identity ' || c.relreplident::text, CASE WHEN NOT c.relispopulated THEN 'not populated' END,
      'method ' || (SELECT amname FROM pg_am WHERE oid = c.relam), 'tablespace ' || (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
      'partition key ' || pg_get_partkeydef(c.oid), 'bound ' || pg_get_expr(c.relpartbound, c.oid),
      'parents ' || (SELECT string_agg(i.inhparent::regclass::text, ',' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
      'of ' || (SELECT c.reloftype::regtype::text WHERE c.reloftype <> 0),
      'foreign ' || (SELECT s.srvname || ' ' || coalesce(f.ftoptions::text, '') FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid),
      'definition ' || CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
    FROM ${relations} WHERE ${own} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')`,
};

/** `pg_attver` is the server's own note of a column's version (minor releases of November 2026): nobody's option, never dumped, other in each database. */
const column: FingerprintQuery = {
  kind: 'column',
  sql: `SELECT format('%s.%I', ${name}, a.attname), concat_ws('; ',
      'position ' || row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), 'type ' || format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN 'not null' END, 'default ' || pg_get_expr(d.adbin, d.adrelid),
      'identity ' || nullif(a.attidentity::text, ''), 'generated ' || nullif(a.attgenerated::text, ''),
      'collation ' || (SELECT format('%I.%I', x.nspname, l.collname) FROM pg_collation l JOIN pg_namespace x ON x.oid = l.collnamespace WHERE l.oid = a.attcollation),
      'storage ' || a.attstorage::text, 'compression ' || nullif(a.attcompression::text, ''), 'statistics ' || nullif(a.attstattarget, -1),
      'options ' || ${sorted('a.attoptions', 'pg_attver=%')}::text, 'foreign options ' || a.attfdwoptions::text,
      CASE WHEN a.attinhcount > 0 THEN 'inherited ' || a.attinhcount || CASE WHEN a.attislocal THEN ' and local' ELSE '' END END,
      'acl ' || ${grants('a.attacl')})
    FROM ${relations} JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE ${own} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped`,
};

const constraint: FingerprintQuery = {
  kind: 'constraint',
  sql: `SELECT CASE k.conrelid WHEN 0 THEN k.contypid::regtype::text ELSE k.conrelid::regclass::text END || ' ' || quote_ident(k.conname),
      concat_ws('; ', pg_get_constraintdef(k.oid), CASE WHEN NOT k.convalidated THEN 'not valid' END, CASE WHEN k.conparentid <> 0 THEN 'from parent' END)
    FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
    WHERE ${ownSchema('n')} AND ${notFromExtension('pg_class', 'k.conrelid')} AND ${notFromExtension('pg_type', 'k.contypid')} AND k.contype <> 't'`,
};

const index: FingerprintQuery = {
  kind: 'index',
  sql: `SELECT ${name}, concat_ws('; ', pg_get_indexdef(i.indexrelid), CASE WHEN i.indisclustered THEN 'clustered' END,
      CASE WHEN i.indisreplident THEN 'replica identity' END, CASE WHEN NOT i.indisvalid THEN 'not valid' END,
      CASE WHEN NOT i.indimmediate THEN 'deferrable' END,
      'parent ' || (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid),
      'tablespace ' || (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
      'statistics ' || (SELECT string_agg(a.attnum || '=' || a.attstattarget, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0))
    FROM pg_catalog.pg_index AS i, ${relations} WHERE c.oid = i.indexrelid AND ${ownSchema('n')} AND ${notFromExtension('pg_class', 'i.indrelid')} AND ${notFromExtension('pg_class', 'c.oid')}`,
};

const trigger: FingerprintQuery = {
  kind: 'trigger',
  sql: `SELECT format('%s %I', ${name}, t.tgname),
      concat_ws('; ', 'enabled ' || t.tgenabled::text, pg_get_triggerdef(t.oid), CASE WHEN t.tgparentid <> 0 THEN 'from parent' END)
    FROM pg_catalog.pg_trigger AS t, ${relations} WHERE c.oid = t.tgrelid AND NOT t.tgisinternal AND ${ownSchema('n')} AND ${notFromExtension('pg_trigger', 't.oid')}`,
};

const rule: FingerprintQuery = {
  kind: 'rule',
  sql: `SELECT format('%s %I', ${name}, r.rulename), concat_ws('; ', 'enabled ' || r.ev_enabled::text, pg_get_ruledef(r.oid))
    FROM pg_catalog.pg_rewrite AS r, ${relations} WHERE c.oid = r.ev_class AND r.rulename <> '_RETURN' AND ${own}`,
};

const policy: FingerprintQuery = {
  kind: 'policy',
  sql: `SELECT format('%s %I', ${name}, p.polname), concat_ws('; ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
      'for ' || p.polcmd::text, 'to ' || (SELECT string_agg(${role('o')}, ',' ORDER BY ${role('o')} COLLATE "C") FROM unnest(p.polroles) AS o),
      'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
    FROM pg_catalog.pg_policy AS p, ${relations} WHERE c.oid = p.polrelid AND ${own}`,
};

const statistics: FingerprintQuery = {
  kind: 'statistics',
  sql: `SELECT format('%I.%I', n.nspname, s.stxname), concat_ws('; ', 'owner ' || ${role('s.stxowner')}, pg_get_statisticsobjdef(s.oid), 'target ' || nullif(s.stxstattarget, -1))
    FROM pg_catalog.pg_statistic_ext AS s JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace WHERE ${ownSchema('n')}`,
};

export const relationQueries: FingerprintQuery[] = [
  relation,
  column,
  constraint,
  index,
  trigger,
  rule,
  policy,
  statistics,
];

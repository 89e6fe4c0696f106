import type pg from 'pg';
import { acl, notFromExtension, ownSchema } from './catalogue-sql';

type Line = [kind: string, object: string, facts: string];

/** Longer ones stand in a row's text as their MD5: printing a row with 8 MB, quoted or in hexadecimal, takes a third of a second. Bytes. */
const longValue = 100_000;

/** Count and order-independent hash of every table's and populated materialized view's own rows (partitions one by one), as the server prints them. */
export async function rowLines(client: pg.Client): Promise<Line[]> {
  const tables = await ownRelations(client, `c.relkind = 'r' OR (c.relkind = 'm' AND c.relispopulated)`);
  const columns = await client.query<{ name: string; columns: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, string_agg(CASE
              WHEN a.atttypid = 'text'::regtype THEN format('CASE WHEN octet_length(r.%1$I) > %2$s THEN md5(r.%1$I) ELSE r.%1$I END', a.attname, ${longValue})
              WHEN a.atttypid = 'bytea'::regtype THEN format('CASE WHEN octet_length(r.%1$I) > %2$s THEN md5(r.%1$I) ELSE r.%1$I::text END', a.attname, ${longValue})
              ELSE format('r.%I', a.attname) END, ', ' ORDER BY a.attnum) AS columns
       FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
      WHERE c.oid = ANY ($1::regclass[]) AND a.attnum > 0 AND NOT a.attisdropped GROUP BY n.nspname, c.relname`,
    [tables],
  );
  const columnsOf = new Map(columns.rows.map((row) => [row.name, row.columns]));
  const lines: Line[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ n: string; h: string | null }>(
      `SELECT count(*)::text AS n, sum(hashtextextended(ROW(${columnsOf.get(table) ?? ''})::text, 0))::text AS h FROM ONLY ${table} AS r`,
    );
    lines.push(['rows', table, `count ${rows[0]?.n}; hash ${rows[0]?.h ?? 'none'}`]);
  }
  return lines;
}

/** Options, state and owner column of every sequence. `log_cnt` is the server's own business. */
export async function sequenceLines(client: pg.Client): Promise<Line[]> {
  const lines: Line[] = [];
  for (const sequence of await ownRelations(client, `c.relkind = 'S'`)) {
    const { rows } = await client.query<{ facts: string }>(
      `SELECT concat_ws('; ', concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle),
          'last ' || v.last_value, 'called ' || v.is_called, 'persistence ' || c.relpersistence::text, 'owner ' || pg_get_userbyid(c.relowner),
          'of ' || (SELECT string_agg(concat_ws(' ', format('%s.%I', d.refobjid::regclass, a.attname), d.deptype), ',') FROM pg_depend d
             JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
             WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')),
          'acl ' || ${acl('c.relacl', 's', 'c.relowner')}) AS facts
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid, ${sequence} AS v WHERE c.oid = $1::regclass`,
      [sequence],
    );
    lines.push(['sequence', sequence, rows[0]?.facts ?? '']);
  }
  return lines;
}

async function ownRelations(client: pg.Client, condition: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE ${ownSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')} AND (${condition}) ORDER BY 1`,
  );
  return rows.map((r) => r.name);
}

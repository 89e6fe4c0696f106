import { quoteLiteral } from '@stowbase/sql-stream';
import { doBlock } from '../catalogue/guarded';
import type { Query } from '../catalogue/types';
import { quoted } from './quoted';
import type { Relation } from './relations';

/** Tables that extensions keep what users told them in, and that no dump reads. */
export interface KeptByExtensions {
  /** They hold rows of the user's. */
  filled: Relation[];
  /** This role may not read them whole, or somebody holds them locked. */
  unknown: Relation[];
}

/**
 * Which rows are the user's is a condition of the extension's own (`pg_extension_config_dump`): PostGIS brings 8,500 of its own. No lock is held on
 * these tables, so one that isn't free at once is left alone.
 * @param tables those that `pg_extension.extconfig` names
 */
export async function keptByExtensions(query: Query, tables: readonly Relation[]): Promise<KeptByExtensions> {
  const found: KeptByExtensions = { filled: [], unknown: [] };
  if (tables.length === 0) return found;
  // A server may have taken it from everybody: then nothing is looked into, and the backup goes on.
  const [language] = await query(
    `SELECT pg_catalog.has_language_privilege(l.oid, 'USAGE')::pg_catalog.text AS usable FROM pg_catalog.pg_language l WHERE l.lanname = 'plpgsql'`,
  );
  if (language?.usable !== 'true') return { filled: [], unknown: [...tables] };
  const conditions = await conditionsOf(query, tables);
  for (const table of tables) {
    const answer = table.readable && !table.filtered ? await look(query, table, conditions.get(table.oid) ?? '') : null;
    if (answer === null) found.unknown.push(table);
    else if (answer) found.filled.push(table);
  }
  return found;
}

/** `WHERE …`, or '' for all rows, by oid. */
async function conditionsOf(query: Query, tables: readonly Relation[]): Promise<Map<string, string>> {
  // "unnest" of several arrays is grammar, not a function: it takes no schema.
  const rows = await query(
    `SELECT c.oid::pg_catalog.text AS oid, c.condition
       FROM pg_catalog.pg_extension e, unnest(e.extconfig, e.extcondition) AS c (oid, condition)
      WHERE c.oid = ANY ($1::pg_catalog.oid[])`,
    [`{${tables.map(({ oid }) => oid).join(',')}}`],
  );
  return new Map(rows.map((row) => [row.oid ?? '', row.condition ?? '']));
}

/**
 * In one block, whose error ends nothing but itself: the snapshot lives on, and its heartbeat never meets a failed transaction. The lock goes with it.
 * @returns null: it could not be looked into
 */
async function look(query: Query, table: Relation, condition: string): Promise<boolean | null> {
  const select = `SELECT EXISTS (SELECT FROM ONLY ${quoted(table)} ${condition})`;
  const body = `LOCK TABLE ${quoted(table)} IN ACCESS SHARE MODE NOWAIT;
    EXECUTE ${quoteLiteral(select)} INTO filled;
    RAISE EXCEPTION 'seen';
  EXCEPTION WHEN OTHERS THEN
    PERFORM pg_catalog.set_config('stowbase.filled', COALESCE(filled::pg_catalog.text, ''), true);`;
  await query(doBlock(body, 'filled pg_catalog.bool;'));
  const [row] = await query("SELECT pg_catalog.current_setting('stowbase.filled') AS filled");
  return row?.filled === 'true' ? true : row?.filled === 'false' ? false : null;
}

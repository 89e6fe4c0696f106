import { quoteIdentifier, type Query } from '@stowbase/postgres';
import { tableText, type TableName } from '../table-name';
import { attempt, attempting, refusals } from './attempt';
import { refuseBlocked } from './blocked';

/**
 * Deletes the rows of tables that stay, such as the platform's. Their triggers and foreign keys rest where this user may say so, so it
 * is asked first whether rows of other tables refer to them: those would point to nothing, or go along.
 * @throws RestoreError `REPLACE_BLOCKED`
 */
export async function deleteRows(query: Query, tables: readonly TableName[]): Promise<void> {
  if (tables.length === 0) return;
  const [before] = await query(
    `SELECT pg_catalog.current_setting('session_replication_role') AS role, pg_catalog.current_setting('row_security') AS rows`,
  );
  // Hidden rows would stay without a word: with this they are an error. A hook of Supabase's allows SET, but not set_config().
  await query('SET LOCAL row_security = off');
  refuseBlocked(
    await referringRows(query, tables),
    'Delete those rows or drop the foreign keys first, after a look at what they are for, or restore into another database.',
  );
  const isQuiet = (await attempt(query, 'SET LOCAL session_replication_role = replica')) === null;
  await deleteInRounds(query, tables);
  if (isQuiet) await query(`SET LOCAL session_replication_role = ${before?.['role'] ?? 'origin'}`);
  await query(`SET LOCAL row_security = ${before?.['rows'] ?? 'on'}`);
}

async function deleteInRounds(query: Query, tables: readonly TableName[]): Promise<void> {
  let left = tables;
  while (left.length > 0) {
    const next: TableName[] = [];
    const reasons: string[] = [];
    for (const table of left) {
      const code = await attempt(query, `DELETE FROM ONLY ${quoted(table)}`);
      if (code === null) continue;
      next.push(table);
      reasons.push(`the rows of table ${tableText(table)} ${reasonOf(code)}`);
    }
    if (next.length === left.length)
      refuseBlocked(reasons, 'Restore as a role that may delete them, or delete them yourself.');
    left = next;
  }
}

function reasonOf(code: string): string {
  if (code === refusals.rights) return 'may not be deleted by this role';
  if (code === refusals.referred || code === refusals.restricted) return 'are referred to by others';
  return `can't be deleted (SQLSTATE ${code})`;
}

/** Tables whose rows stay and refer to these. */
async function referringRows(query: Query, tables: readonly TableName[]): Promise<string[]> {
  const keys = await query(
    `WITH emptied AS (
       SELECT c.oid FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS t (schema, name)
         JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
     )
     SELECT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name, rn.nspname::pg_catalog.text AS to_schema, r.relname::pg_catalog.text AS to_name,
            (SELECT pg_catalog.string_agg(pg_catalog.format('%I IS NOT NULL', a.attname), ' AND ') FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS refers
       FROM pg_catalog.pg_constraint k JOIN emptied e ON e.oid = k.confrelid
       JOIN pg_catalog.pg_class r ON r.oid = k.confrelid JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
       JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE k.contype = 'f' AND c.relkind = 'r' AND k.conrelid NOT IN (SELECT oid FROM emptied)
      ORDER BY 1, 2`,
    [tables.map(({ schema }) => schema), tables.map(({ name }) => name)],
  );
  const found: string[] = [];
  for (const key of keys) {
    const referring = { schema: key['schema'] ?? '', name: key['name'] ?? '' };
    const sql = `SELECT FROM ONLY ${quoted(referring)} WHERE ${key['refers'] ?? 'true'} LIMIT 1`;
    const asked = await attempting(query, () => query(sql));
    const to = tableText({ schema: key['to_schema'] ?? '', name: key['to_name'] ?? '' });
    if (asked.refusal !== null) {
      found.push(`rows of table ${tableText(referring)}, which this role can't read, may refer to rows of ${to}`);
    } else if (asked.answer.length > 0) found.push(`rows of table ${tableText(referring)} refer to rows of ${to}`);
  }
  return found;
}

const quoted = ({ schema, name }: TableName): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

import prettyBytes from 'pretty-bytes';
import { findOversizedValues } from '../oversized-values';
import { quoteIdentifier, type Query } from '../query';
import { fail, pass, warn, type DoctorCheck } from './report';
import type { Skip } from './permission-checks';

const shownTables = 5;

export async function checkSize(query: Query): Promise<{ check: DoctorCheck; databaseBytes: number | null }> {
  const [row] = await query(
    'SELECT pg_catalog.pg_database_size(pg_catalog.current_database())::pg_catalog.text AS bytes',
  );
  const databaseBytes = row?.['bytes'] == null ? null : Number(row['bytes']);
  const largest = await query(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, pg_catalog.pg_table_size(c.oid)::pg_catalog.text AS bytes
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY pg_catalog.pg_table_size(c.oid) DESC NULLS LAST LIMIT ${shownTables}`,
  );
  const names = largest.map((table) => `${table['name']} (${prettyBytes(Number(table['bytes'] ?? 0))})`).join(', ');
  const total = databaseBytes === null ? 'of unknown size' : prettyBytes(databaseBytes);
  return {
    check: pass('size', `The database has ${total}${names === '' ? '' : `; largest tables: ${names}`}.`),
    databaseBytes,
  };
}

/** Included egress of Supabase's plans each month, bytes (supabase.com/docs/guides/platform/billing-on-supabase, 2026). */
const planEgress = { free: 5e9, pro: 250e9 };

/** The rows go over the network uncompressed; indexes don't go at all. */
export async function checkEgress(query: Query, supabase: boolean, runsPerMonth: number): Promise<DoctorCheck> {
  const [row] = await query(
    `SELECT COALESCE(pg_catalog.sum(pg_catalog.pg_table_size(c.oid)), 0)::pg_catalog.text AS bytes
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  );
  const run = Number(row?.['bytes'] ?? 0);
  const month = run * runsPerMonth;
  const text = `A run transfers about ${prettyBytes(run)}; ${runsPerMonth} runs a month about ${prettyBytes(month)}.`;
  if (!supabase || month <= planEgress.free) return pass('egress', text);
  const over = month > planEgress.pro ? 'the 250 GB of the Pro plan' : 'the 5 GB of the Free plan';
  return warn('egress', `${text} That is more than ${over} include.`, {
    text: 'Run it less often, leave large tables out, or plan for the cost of the transfer.',
  });
}

export async function checkLargeValues(query: Query, skip: Skip): Promise<DoctorCheck> {
  const found = await findOversizedValues(query, { skip });
  if (found.length === 0) return pass('large-values', 'No value is too large for pg_dump.');
  const list = found.map(
    ({ schema, table, columns, bytes }) =>
      `${quoteIdentifier(schema)}.${quoteIdentifier(table)} (${columns.join(', ')}: ${prettyBytes(bytes)} as text)`,
  );
  const text = { text: 'Split or remove these values, or leave the rows of these tables out of the backup.' };
  if (found.some(({ certain }) => certain))
    return fail('large-values', `Values too large for pg_dump: ${list.join('; ')}.`, text);
  return warn('large-values', `Values that may be too large for pg_dump: ${list.join('; ')}.`, text);
}

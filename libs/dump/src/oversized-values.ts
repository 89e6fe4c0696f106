import { findOversizedValues } from '@stowbase/postgres';
import { quoteIdent } from '@stowbase/sql-stream';
import type { Query } from './catalogue/types';
import { DumpError } from './errors';
import type { Warning } from './request';
import { quoted } from './scope/quoted';
import type { Scope } from './scope/scope';

/** pg_dump can't read a row whose text passes 1 GB: said before the dump instead of in the middle of it (F60). */
export async function refuseOversizedValues(query: Query, scope: Scope): Promise<Warning[]> {
  const dumped = new Set(scope.data.map((table) => `${table.schema}\u0000${table.name}`));
  const found = await findOversizedValues(query, { skip: (schema, table) => !dumped.has(`${schema}\u0000${table}`) });
  const certain = found.find((value) => value.certain);
  if (certain !== undefined) {
    throw new DumpError(
      'value-too-large',
      'VALUE_TOO_LARGE',
      `Table ${nameOf(certain)} has a row too large for pg_dump (column ${certain.columns.map(quoteIdent).join(', ')}).`,
      `Leave the rows out with --exclude-table ${asArgument(`${certain.schema}.${certain.table}`)}, or shrink or move that value.`,
    );
  }
  return found.map((value) => ({
    code: 'VALUE_NEARLY_TOO_LARGE',
    text: `Table ${nameOf(value)} has a row that may be too large for pg_dump (column ${value.columns.map(quoteIdent).join(', ')}).`,
    object: `${value.schema}.${value.table}`,
  }));
}

const nameOf = ({ schema, table }: { schema: string; table: string }): string => quoted({ schema, name: table });

/** As it can be pasted into a shell. */
const asArgument = (text: string): string =>
  /^[\w.]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

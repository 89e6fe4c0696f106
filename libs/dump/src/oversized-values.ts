import { findOversizedValues } from '@stowbase/postgres';
import type { Query } from './catalogue/types';
import { DumpError } from './errors';
import type { Warning } from './request';
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
      `Table "${certain.schema}"."${certain.table}" has a row too large for pg_dump (column ${certain.columns.map((name) => `"${name}"`).join(', ')}).`,
      `Shrink or move that value, or leave the rows out with --exclude-table ${certain.schema}.${certain.table}.`,
    );
  }
  return found.map((value) => ({
    code: 'VALUE_NEARLY_TOO_LARGE',
    text: `Table "${value.schema}"."${value.table}" has a row that may be too large for pg_dump (column ${value.columns.join(', ')}).`,
    object: `${value.schema}.${value.table}`,
  }));
}

import { findOversizedValues } from '@stowbase/postgres';
import type { Query } from './catalogue/types';
import { DumpError } from './errors';
import type { Scope } from './scope/scope';

/** pg_dump can't read a value whose text passes 1 GB: said before the dump instead of in the middle of it (F60). */
export async function refuseOversizedValues(query: Query, scope: Scope): Promise<void> {
  const dumped = new Set(scope.data.map((table) => `${table.schema}\u0000${table.name}`));
  const found = (await findOversizedValues(query)).filter((value) => dumped.has(`${value.schema}\u0000${value.table}`));
  const [first] = found;
  if (first === undefined) return;
  throw new DumpError(
    'value-too-large',
    'VALUE_TOO_LARGE',
    `Table "${first.schema}"."${first.table}" holds a value too large for pg_dump (column "${first.column}").`,
    `Shrink or move that value, or leave the rows out with --exclude-table ${first.schema}.${first.table}.`,
  );
}

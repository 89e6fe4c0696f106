import { quoteIdent } from '@stowbase/sql-stream';
import type { Selection, TableName } from '@stowbase/restore';

/** As --only takes it: `roles`, `table:"s"."t"=>"s2"."t2"`. */
export function selectionText(selection: Selection): string {
  if (selection.kind !== 'table') return selection.kind;
  const [from, to] = [quoted(selection.from), quoted(selection.to)];
  return `table:${from}${from === to ? '' : `=>${to}`}`;
}

const quoted = ({ schema, name }: TableName): string => `${quoteIdent(schema)}.${quoteIdent(name)}`;

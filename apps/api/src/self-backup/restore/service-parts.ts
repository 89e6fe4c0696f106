import { columnKinds, type ColumnKind } from '../export/record-tables';
import { serviceFormat, type Cell, type ServiceEnd, type ServiceHead } from '../export/service-file';
import { damaged, readLines } from './read-lines';

export interface PartTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
}

/** What a backup of the records consists of, in its order. */
export type ServicePart =
  | { readonly is: 'head'; readonly head: ServiceHead }
  | { readonly is: 'row'; readonly table: PartTable; readonly cells: readonly Cell[] };

/** Identifiers go into SQL. */
const safeName = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * Its parts. Ends only when its last line agrees with all that came before: who is to write nothing of a damaged one reads it to the end first.
 * @throws AdminError of `readLines`
 */
export async function* serviceParts(
  source: AsyncIterable<Buffer>,
  identities: readonly string[],
): AsyncGenerator<ServicePart> {
  let table: PartTable | null = null;
  let isFirst = true;
  let ended = false;
  const rows: Record<string, number> = {};
  for await (const { value, sha256Before } of readLines(source, identities)) {
    if (ended) throw damaged('something follows its end');
    if (isFirst) {
      isFirst = false;
      yield { is: 'head', head: headOf(value) };
    } else if (Array.isArray(value)) {
      if (table === null || value.length !== table.columns.length) throw damaged('a row fits no table');
      rows[table.name] = (rows[table.name] ?? 0) + 1;
      yield { is: 'row', table, cells: value as Cell[] };
    } else if (isEnd(value)) {
      ended = true;
      if (value.sha256 !== sha256Before()) throw damaged('its SHA-256 is another');
      if (JSON.stringify(sorted(value.rows)) !== JSON.stringify(sorted(rows))) throw damaged('rows are missing');
    } else {
      table = tableOf(value);
      rows[table.name] = 0;
    }
  }
  if (!ended) throw damaged('its end is missing');
}

function headOf(value: unknown): ServiceHead {
  const head = value as Partial<ServiceHead> | null;
  if (head?.format === serviceFormat && Array.isArray(head.migrations)) return head as ServiceHead;
  throw damaged('it does not begin as one of this format');
}

function tableOf(value: unknown): PartTable {
  const { table, columns } = (value ?? {}) as { table?: unknown; columns?: unknown };
  if (typeof table !== 'string' || !safeName.test(table) || !Array.isArray(columns))
    throw damaged('a table has no name');
  return {
    name: table,
    columns: columns.map((column: unknown) => {
      const [name, kind] = Array.isArray(column) ? (column as unknown[]) : [];
      const known = columnKinds.find((one) => one === kind);
      if (typeof name !== 'string' || !safeName.test(name) || known === undefined) throw damaged('a column is unknown');
      return { name, kind: known };
    }),
  };
}

const isEnd = (value: unknown): value is ServiceEnd => typeof value === 'object' && value !== null && 'end' in value;

const sorted = (rows: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1));

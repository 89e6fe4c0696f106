import { csvCell } from '../../../files/csv-cell';
import type { ComparedTable } from './compare-tables';

/** The tables as RFC 4180 CSV. */
export function tablesCsv(tables: readonly ComparedTable[]): string {
  const head = ['schema', 'table', 'rows', 'bytes', 'change_of_rows'];
  const rows = tables.map(({ schema, name, rows, rawBytes, change }) => [schema, name, rows, rawBytes, change ?? '']);
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

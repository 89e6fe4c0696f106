import type { ComparedTable } from './compare-tables';

/** The tables as RFC 4180 CSV. */
export function tablesCsv(tables: readonly ComparedTable[]): string {
  const head = ['schema', 'table', 'rows', 'bytes', 'change_of_rows'];
  const rows = tables.map(({ schema, name, rows, rawBytes, change }) => [schema, name, rows, rawBytes, change ?? '']);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A name that a spreadsheet would run as a formula gets a quote before it, which spreadsheets don't show. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

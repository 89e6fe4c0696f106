import type { Row } from './types';

/** A column that the query guarantees; '' when the server sent NULL. */
export function text(row: Row, column: string): string {
  return row[column] ?? '';
}

/** A boolean in either of the server's spellings (`t` as the protocol sends it, `true` after a cast to text). */
export function flag(row: Row, column: string): boolean {
  return row[column] === 't' || row[column] === 'true';
}

export function integer(row: Row, column: string): number {
  return Number(row[column] ?? '0');
}

/** A column made by `to_json(text[])`. */
export function textList(row: Row, column: string): string[] {
  const value: unknown = JSON.parse(row[column] ?? '[]');
  return Array.isArray(value) ? value.map(String) : [];
}

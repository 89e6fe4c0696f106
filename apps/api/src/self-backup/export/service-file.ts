import type { ColumnKind } from './record-tables';

/**
 * The records as text, a line of JSON each: the head, then for each table its columns and its rows as arrays, then the end. Compressed as
 * one zstd frame, and encrypted as one age file when there are recipients: `age -d -i key.txt FILE | zstd -d` shows it.
 */
export const serviceFormat = 'stowbase-service/1';

export interface ServiceHead {
  readonly format: typeof serviceFormat;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The version that wrote it. */
  readonly stowbase: string;
  readonly engine: 'sqlite' | 'postgres';
  /** The migrations that the tables have had, in their order. */
  readonly migrations: readonly string[];
  /** The key that sealed values are sealed with, base64; only in an encrypted file. */
  readonly appKey: string | null;
}

export interface ServiceTable {
  readonly table: string;
  readonly columns: readonly (readonly [name: string, kind: ColumnKind])[];
}

export interface ServiceEnd {
  readonly end: true;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Of every byte before this line. */
  readonly sha256: string;
}

/** Of one cell: instants in ISO 8601, bytes in base64, JSON as it is. */
export type Cell = string | number | boolean | null | object;

export function toCell(value: unknown, kind: ColumnKind): Cell {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'instant':
      return (value as Date).toISOString();
    case 'bytes':
      return (value as Buffer).toString('base64');
    case 'text':
    case 'number':
    case 'boolean':
    case 'json':
      return value;
  }
}

/** What the database is given. */
export function fromCell(cell: Cell, kind: ColumnKind): unknown {
  if (cell === null) return null;
  switch (kind) {
    case 'instant':
      return new Date(textOf(cell));
    case 'bytes':
      return Buffer.from(textOf(cell), 'base64');
    case 'json':
      return JSON.stringify(cell);
    case 'text':
    case 'number':
    case 'boolean':
      return cell;
  }
}

function textOf(cell: Cell): string {
  if (typeof cell !== 'string') throw new TypeError('a cell of the file is no text');
  return cell;
}

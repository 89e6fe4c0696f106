import { Table, TableIndex, type TableColumnOptions } from 'typeorm';
import { bytes, instant, json } from '../column-types';

/** Short forms for migrations: the same columns on both engines. */
export interface ColumnMore {
  nullable?: boolean;
  primary?: boolean;
}

const column =
  (type: string, extra: Partial<TableColumnOptions> = {}) =>
  (name: string, { nullable = false, primary = false }: ColumnMore = {}): TableColumnOptions => ({
    name,
    type,
    isNullable: nullable,
    isPrimary: primary,
    ...extra,
  });

export const varchar = (name: string, length: number, more: ColumnMore = {}): TableColumnOptions => ({
  ...column('varchar')(name, more),
  length: String(length),
});
export const text = column('text');
export const integer = column('integer');
export const bigint = column('bigint');
export const boolean = column('boolean');
export const at = column(String(instant));
/** `simple-json` is text in SQLite. */
export const document = column(json === 'jsonb' ? 'jsonb' : 'text');
export const blob = column(String(bytes));
export const id = (): TableColumnOptions => varchar('id', 36, { primary: true });
export const serial = (): TableColumnOptions => ({
  ...integer('id', { primary: true }),
  isGenerated: true,
  generationStrategy: 'increment',
});

export const index = (name: string, columnNames: string[], more: { unique?: true; where?: string } = {}): TableIndex =>
  new TableIndex({
    name,
    columnNames,
    isUnique: more.unique === true,
    ...(more.where === undefined ? {} : { where: more.where }),
  });

export const table = (name: string, columns: TableColumnOptions[], indices: TableIndex[] = []): Table =>
  new Table({ name, columns, indices });

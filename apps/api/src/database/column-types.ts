import type { ColumnType, ValueTransformer } from 'typeorm';

/**
 * One entity file serves both engines. Which one it is, is decided before the entities are loaded, by DATABASE_URL: one engine per process
 * (shared/facts/toolchain.md §6).
 */
export type Engine = 'sqlite' | 'postgres';

export const engine: Engine =
  isSet(process.env['DATABASE_URL']) || isSet(process.env['DATABASE_URL_FILE']) ? 'postgres' : 'sqlite';

const postgres = engine === 'postgres';

/** An instant. A plain `timestamp` would shift with the session's time zone. */
export const instant: ColumnType = postgres ? 'timestamptz' : 'datetime';
export const json: ColumnType = postgres ? 'jsonb' : 'simple-json';
export const bytes: ColumnType = postgres ? 'bytea' : 'blob';

/** PostgreSQL gives bigint as text. All our numbers of bytes and rows fit into a double. */
export const asNumber: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

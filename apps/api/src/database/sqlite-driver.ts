import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

interface OpenOptions {
  readonly?: boolean;
  /** Milliseconds that a statement waits for a lock. */
  timeout?: number;
}

/**
 * Node's own SQLite in the shape of `better-sqlite3`, which is what TypeORM's driver of that name asks for: nothing to compile, nothing
 * beside the bundle (shared/facts/toolchain.md §6).
 */
export class NodeSqlite {
  private readonly database: DatabaseSync;

  constructor(file: string, { readonly = false, timeout = 0 }: OpenOptions = {}) {
    this.database = new DatabaseSync(file, { readOnly: readonly, timeout });
  }

  prepare(sql: string): NodeSqliteStatement {
    return new NodeSqliteStatement(this.database.prepare(sql), this.database);
  }

  exec(sql: string): void {
    this.database.exec(sql);
  }

  pragma(text: string): unknown[] {
    return this.prepare(`PRAGMA ${text}`).all();
  }

  close(): void {
    this.database.close();
  }
}

class NodeSqliteStatement {
  /** Whether it gives rows. */
  readonly reader: boolean;

  constructor(
    private readonly statement: StatementSync,
    private readonly database: DatabaseSync,
  ) {
    this.reader = statement.columns().length > 0;
  }

  all(...values: unknown[]): object[] {
    return this.statement.all(...values.map(bound)).map(plainRow);
  }

  run(...values: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    // A full disk makes SQLite roll back by itself. If ours then failed, TypeORM would count one transaction too many, for good: every later
    // one would be a savepoint, and a failed one would stay open.
    if (this.statement.sourceSQL === 'ROLLBACK' && !this.database.isTransaction)
      return { changes: 0, lastInsertRowid: 0 };
    return this.statement.run(...values.map(bound));
  }
}

function bound(value: unknown): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  return value as SQLInputValue;
}

/** Rows come without a prototype, and bytes as Uint8Array. */
function plainRow(row: object): object {
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    plain[name] = value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
  }
  return plain;
}

import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';
import { fromCell, type Cell } from '../export/service-file';
import type { PartTable, ServicePart } from './service-parts';

/** In one statement. */
const mostRows = 100;
/** PostgreSQL takes 65,535 parameters, SQLite 32,766. */
const mostValues = 20_000;

/** Writes the rows, of any version whose tables are there, in the transaction of `manager`. */
export async function putRows(manager: EntityManager, parts: AsyncIterable<ServicePart>): Promise<void> {
  let table: PartTable | null = null;
  let waiting: (readonly Cell[])[] = [];
  const flush = async (): Promise<void> => {
    if (table !== null && waiting.length > 0) await insert(manager, table, waiting);
    waiting = [];
  };
  for await (const part of parts) {
    if (part.is === 'head') continue;
    const full = waiting.length >= Math.min(mostRows, Math.floor(mostValues / part.table.columns.length));
    if (part.table !== table || full) await flush();
    ({ table } = part);
    waiting.push(part.cells);
  }
  await flush();
  await countOn(manager);
}

async function insert(
  manager: EntityManager,
  { name, columns }: PartTable,
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  let number = 0;
  const mark = (): string => (engine === 'postgres' ? `$${(number += 1)}` : '?');
  const values = rows.map(() => `(${columns.map(mark).join(', ')})`).join(', ');
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  await manager.query(
    `INSERT INTO "${name}" (${names}) VALUES ${values}`,
    rows.flatMap((cells) => columns.map(({ kind }, index) => fromCell(cells[index] ?? null, kind))),
  );
}

/** PostgreSQL counts rows of its own on from where these end. */
async function countOn(manager: EntityManager): Promise<void> {
  if (engine !== 'postgres') return;
  await manager.query(
    "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('audit_events', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM audit_events), false)",
  );
}

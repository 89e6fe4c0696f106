import { createHash } from 'node:crypto';
import { In, type EntityManager, type ObjectLiteral } from 'typeorm';
import { Backup, liveStatuses } from '../../backups/backup.entity';
import { AtRest } from './at-rest';
import { recordTables, type RecordTable } from './record-tables';
import { toCell, type ServiceEnd, type ServiceHead, type ServiceTable } from './service-file';

const pageSize = 500;

/** The lines of a backup of the records, in pieces of a page of rows. @param manager of a snapshot */
export async function* exportRecords(manager: EntityManager, head: ServiceHead): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  const piece = (lines: readonly unknown[]): Buffer => {
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    hash.update(bytes);
    return bytes;
  };
  yield piece([head]);
  const rest = new AtRest(new Date(head.createdAt));
  for (const { id } of await unendedRuns(manager)) rest.note(id);
  for (const table of recordTables(manager)) {
    const columns = table.columns.map(({ name, kind }) => [name, kind] as const);
    yield piece([{ table: table.name, columns } satisfies ServiceTable]);
    rows[table.name] = 0;
    for await (const page of pagesOf(manager, table)) {
      const kept = page.map((row) => rest.of(table.name, row)).filter((row) => row !== null);
      rows[table.name] = (rows[table.name] ?? 0) + kept.length;
      if (kept.length > 0) yield piece(kept.map((row) => cellsOf(row, table)));
    }
  }
  const end: ServiceEnd = { end: true, rows, sha256: hash.digest('hex') };
  yield Buffer.from(`${JSON.stringify(end)}\n`);
}

/** One a project at most. */
const unendedRuns = (manager: EntityManager): Promise<Backup[]> =>
  manager.find(Backup, { select: { id: true }, where: { status: In([...liveStatuses]) } });

async function* pagesOf(manager: EntityManager, { entity, key }: RecordTable): AsyncGenerator<ObjectLiteral[]> {
  let after: unknown = null;
  for (;;) {
    const query = manager.createQueryBuilder(entity.target, 'row').orderBy(`row.${key}`, 'ASC').limit(pageSize);
    if (after !== null) query.where(`row.${key} > :after`, { after });
    const page = await query.getMany();
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last[key];
  }
}

const cellsOf = (row: ObjectLiteral, { columns }: RecordTable): unknown[] =>
  columns.map(({ property, kind }) => toCell(row[property], kind));

import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { bytes } from '../database/column-types';

/** A column with sealed values: every one that holds bytes. */
export interface SealedColumn {
  readonly entity: EntityTarget<ObjectLiteral>;
  readonly table: string;
  readonly column: string;
  readonly property: string;
}

export function sealedColumns(manager: EntityManager): SealedColumn[] {
  return manager.connection.entityMetadatas.flatMap(({ target, tableName, columns }) =>
    columns
      .filter(({ type }) => type === bytes)
      .map(({ databaseName, propertyName }) => ({
        entity: target,
        table: tableName,
        column: databaseName,
        property: propertyName,
      })),
  );
}

/** One page of a column's sealed values, in the order of their rows' ids; `after` is the last id of the page before. */
export async function sealedPage(
  manager: EntityManager,
  { entity, property }: SealedColumn,
  after: string,
  limit: number,
): Promise<{ id: string; sealed: Buffer }[]> {
  const rows = await manager
    .createQueryBuilder(entity, 'row')
    .where(`row.${property} IS NOT NULL AND row.id > :after`, { after })
    .orderBy('row.id')
    .limit(limit)
    .getMany();
  return rows.map((row) => ({ id: String(row['id']), sealed: row[property] as Buffer }));
}

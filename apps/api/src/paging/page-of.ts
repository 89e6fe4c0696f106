import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { readCursor, toCursor } from './cursor';
import type { PageQueryDto } from './page-query.dto';

/** What every list replies. `next` is the cursor of the following page; null: this was the last. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

type Row = ObjectLiteral & { readonly id: string };

export interface PageOptions<T extends Row> {
  readonly where?: FindOptionsWhere<T>;
  /** Property with the instant it is ordered by. Default `createdAt`. Set from code: a cursor knows milliseconds. */
  readonly by?: keyof T & string;
}

/**
 * One page of a table, newest first, equal times by id. Rows added meanwhile never move a page; deleted ones leave no hole in it. Needs an
 * index on (…equal conditions, time, id).
 * @throws ApiError 400 INVALID_INPUT for a cursor that isn't one of this list
 */
export function pageOf<T extends Row>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  page: PageQueryDto,
  { where, by = 'createdAt' }: PageOptions<T> = {},
): Promise<Page<T>> {
  const query = manager.createQueryBuilder(entity, 'row');
  return pageOfQuery(where === undefined ? query : query.where(where), page, by);
}

/** The same of a query with conditions of its own; it must have no order yet. */
export async function pageOfQuery<T extends Row>(
  query: SelectQueryBuilder<T>,
  { limit, cursor }: PageQueryDto,
  by: keyof T & string = 'createdAt',
): Promise<Page<T>> {
  const { alias } = query;
  const list = `${query.expressionMap.mainAlias?.metadata.tableName ?? alias} ${by}`;
  if (cursor !== undefined) {
    const { at, id } = readCursor(list, cursor);
    query.andWhere(`(${alias}.${by}, ${alias}.id) < (:pageAt, :pageId)`, { pageAt: at, pageId: id });
  }
  const rows = await query
    .orderBy(`${alias}.${by}`, 'DESC')
    .addOrderBy(`${alias}.id`, 'DESC')
    .limit(limit + 1)
    .getMany();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? toCursor(list, { at: last[by], id: last.id }) : null;
  return { items, next };
}

/** The same page with other items: `mapPage(page, toBackupDto)`. */
export const mapPage = <T, U>({ items, next }: Page<T>, map: (item: T) => U): Page<U> => ({
  items: items.map(map),
  next,
});

import type { ContentsTableDto } from '../../../api/models/contents-table-dto';
import type { ContentsTablesDto } from '../../../api/models/contents-tables-dto';

/** A table of a backup beside what it was in the one before. */
export interface ComparedTable extends ContentsTableDto {
  /** `public.orders` */
  readonly id: string;
  /** Rows more or less; null: nobody knows what it was. */
  readonly change: number | null;
  /** The same in percent of what it was; null: unknown, or there was nothing. */
  readonly percent: number | null;
  /** It wasn't in the backup before. */
  readonly isNew: boolean;
}

/** Only a shrink of more than this is worth a colour, percent. */
export const muchShrunk = 15;

export const shrankMuch = ({ percent }: ComparedTable): boolean => percent !== null && percent < -muchShrunk;

/** @param before null: there is no backup to compare with */
export function compareTables(
  tables: readonly ContentsTableDto[],
  before: ContentsTablesDto | null,
): readonly ComparedTable[] {
  const known = new Map((before?.items ?? []).map((table) => [idOf(table), table]));
  // Of a large database only the largest tables are listed: one that isn't among them may have been there.
  const isWhole = before !== null && before.items.length === before.count;
  return tables.map((table) => {
    const id = idOf(table);
    const earlier = known.get(id);
    if (earlier === undefined) return { ...table, id, change: null, percent: null, isNew: isWhole };
    const change = table.rows - earlier.rows;
    const percent = earlier.rows === 0 ? null : (100 * change) / earlier.rows;
    return { ...table, id, change, percent, isNew: false };
  });
}

const idOf = ({ schema, name }: ContentsTableDto): string => `${schema}.${name}`;

export type SortKey = 'id' | 'rows' | 'rawBytes' | 'change';

export interface Sort {
  readonly by: SortKey;
  readonly descending: boolean;
}

/** What isn't known comes last, whichever way. */
export function sortTables(tables: readonly ComparedTable[], { by, descending }: Sort): readonly ComparedTable[] {
  const direction = descending ? -1 : 1;
  return [...tables].sort((a, b) => {
    if (by === 'id') return direction * a.id.localeCompare(b.id);
    const [x, y] = [a[by], b[by]];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a.id.localeCompare(b.id);
    return direction * (x - y) || a.id.localeCompare(b.id);
  });
}

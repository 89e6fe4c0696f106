import type { StorageFieldDto } from '../api/models/storage-field-dto';

/** Fields of this group are folded away: their defaults are right for nearly everybody. */
export const advanced = 'Advanced';

export interface FieldGroup {
  /** Null: those that stand in none, which come first. */
  readonly name: string | null;
  readonly fields: readonly StorageFieldDto[];
}

/** In the order of the fields; the advanced ones last. */
export function groupsOf(fields: readonly StorageFieldDto[]): FieldGroup[] {
  const names = [...new Set(fields.map(({ group }) => group))];
  const rank = (name: string | null): number => (name === null ? 0 : name === advanced ? 2 : 1);
  return names
    .toSorted((one, other) => rank(one) - rank(other))
    .map((name) => ({ name, fields: fields.filter(({ group }) => group === name) }));
}

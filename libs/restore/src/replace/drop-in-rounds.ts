import type { Query } from '@stowbase/postgres';
import { attempt, refusals } from './attempt';
import type { DropGroup, DroppedObject } from './drop-statements';

export interface Remaining {
  /** Could not be dropped, and nothing else that remains could either. */
  readonly objects: readonly DroppedObject[];
  /** Those of them that this user may not drop. */
  readonly refused: readonly DroppedObject[];
}

/** A kind at once, then its objects one by one, round by round, until all are gone or none goes any more. */
export async function dropInRounds(query: Query, groups: readonly DropGroup[]): Promise<Remaining> {
  let left = groups;
  for (;;) {
    const refused: DroppedObject[] = [];
    const next: DropGroup[] = [];
    for (const group of left) {
      const remaining = await dropGroup(query, group, refused);
      if (remaining.length > 0) next.push({ ...group, objects: remaining });
    }
    const [before, after] = [count(left), count(next)];
    if (after === 0 || after === before) return { objects: next.flatMap(({ objects }) => objects), refused };
    left = next;
  }
}

const count = (groups: readonly DropGroup[]): number => groups.reduce((sum, { objects }) => sum + objects.length, 0);

/** What is left of the group. */
async function dropGroup(query: Query, group: DropGroup, refused: DroppedObject[]): Promise<DroppedObject[]> {
  const { objects, statement } = group;
  if (objects.length > 1 && (await attempt(query, statement(objects))) === null) return [];
  const left: DroppedObject[] = [];
  for (const object of objects) {
    const refusal = await attempt(query, statement([object]));
    if (refusal === refusals.rights) refused.push(object);
    if (refusal !== null) left.push(object);
  }
  return left;
}

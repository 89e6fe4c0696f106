import type { Query } from '@stowbase/postgres';
import { attempt } from './attempt';
import type { DropGroup, DroppedObject } from './drop-statements';

/** Could not be dropped, and nothing else that remains could either. */
export interface Remaining {
  readonly object: DroppedObject;
  /** SQLSTATE of its last refusal. */
  readonly refusal: string;
}

/** A kind at once, then its objects one by one, round by round, until all are gone or none goes any more. */
export async function dropInRounds(query: Query, groups: readonly DropGroup[]): Promise<Remaining[]> {
  let left = groups;
  for (;;) {
    const remaining: Remaining[] = [];
    const next: DropGroup[] = [];
    for (const group of left) {
      const ofGroup = await dropGroup(query, group);
      remaining.push(...ofGroup);
      if (ofGroup.length > 0) next.push({ ...group, objects: ofGroup.map(({ object }) => object) });
    }
    if (remaining.length === 0 || remaining.length === count(left)) return remaining;
    left = next;
  }
}

const count = (groups: readonly DropGroup[]): number => groups.reduce((sum, { objects }) => sum + objects.length, 0);

/** What is left of the group. */
async function dropGroup(query: Query, { objects, statement }: DropGroup): Promise<Remaining[]> {
  if (objects.length > 1 && (await attempt(query, statement(objects))) === null) return [];
  const left: Remaining[] = [];
  for (const object of objects) {
    const refusal = await attempt(query, statement([object]));
    if (refusal !== null) left.push({ object, refusal });
  }
  return left;
}

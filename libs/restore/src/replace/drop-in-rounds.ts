import type { Query } from '@stowbase/postgres';
import { attempt } from './attempt';
import type { DropGroup, DroppedObject } from './drop-statements';

/** Could not be dropped, and nothing else that remains could either. */
export interface Remaining {
  readonly object: DroppedObject;
  /** SQLSTATE of its last refusal. */
  readonly refusal: string;
}

/** PostgreSQL looks through all objects of one statement for each of them: more at a time take longer, not shorter. */
const batchSize = 100;

/**
 * A kind in a few statements, then its objects one by one, round by round, until all are gone or none goes any more, not even all of a
 * kind together (tables whose keys point to each other).
 */
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
    if (remaining.length === 0) return [];
    if (remaining.length === count(left)) {
      const wholes = await dropWholes(query, next);
      if (wholes.length === next.length) return remaining;
      left = wholes;
    } else left = next;
  }
}

const count = (groups: readonly DropGroup[]): number => groups.reduce((sum, { objects }) => sum + objects.length, 0);

/** What is left of the group. */
async function dropGroup(query: Query, group: DropGroup): Promise<Remaining[]> {
  const { objects, statement } = group;
  const left: Remaining[] = [];
  for (let start = 0; start < objects.length; start += batchSize) {
    const batch = objects.slice(start, start + batchSize);
    if (batch.length > 1 && (await attempt(query, statement(batch))) === null) continue;
    for (const object of batch) {
      const refusal = await attempt(query, statement([object]));
      if (refusal !== null) left.push({ object, refusal });
    }
  }
  return left;
}

/** The groups that are still there. */
async function dropWholes(query: Query, groups: readonly DropGroup[]): Promise<DropGroup[]> {
  const left: DropGroup[] = [];
  for (const group of groups) {
    const isOneBatch = group.objects.length <= batchSize;
    if (isOneBatch || (await attempt(query, group.statement(group.objects))) !== null) left.push(group);
  }
  return left;
}

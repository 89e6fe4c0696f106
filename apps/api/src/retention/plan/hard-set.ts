import type { CopyFacts, PlanInput } from './copy-facts';
import { hard, type Reason } from './reason';

/**
 * What nothing overrides: no rule, no budget, no approval. Copies dated in the future are kept and count for nothing: a clock that was wrong
 * must not push out those of before.
 * @param ordered the newest first
 * @param good of them the good ones, those of the future aside
 */
export function hardReasons(
  ordered: readonly CopyFacts[],
  good: readonly CopyFacts[],
  { rule, now }: PlanInput,
): Map<string, Reason[]> {
  const all = new Map(ordered.map((copy) => [copy.id, [...ownReasons(copy, now)]]));
  const newest = rule.minKeep === 1 ? 'the newest good one' : `one of the ${rule.minKeep} newest good ones`;
  for (const { id } of good.slice(0, rule.minKeep)) all.get(id)?.push(hard('min_keep', newest));
  const checked = good.find(({ level }) => level >= 1);
  if (checked !== undefined) all.get(checked.id)?.push(hard('newest_checked', 'the newest good one that was checked'));
  else if (good[0] !== undefined)
    all.get(good[0].id)?.push(hard('newest_good', 'the newest good one, and none was checked'));
  return all;
}

function* ownReasons(copy: CopyFacts, now: number): Generator<Reason> {
  const { locked, leased, lockedUntil, at, lastOfNewest, unread = false } = copy;
  if (locked) yield hard('locked', 'locked');
  if (leased) yield hard('leased', 'being read now', now);
  if (lockedUntil !== null && lockedUntil > now) yield hard('object_locked', 'locked by its store', lockedUntil);
  if (at > now) yield hard('future', 'dated in the future');
  if (unread) yield hard('unread', 'imported and encrypted: what it holds is not known here');
  if (lastOfNewest) yield hard('last_copy', 'the last copy of the newest good backup of its project');
}

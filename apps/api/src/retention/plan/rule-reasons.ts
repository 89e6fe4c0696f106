import type { CopyFacts, PlanInput } from './copy-facts';
import { periodKinds, type PeriodKind, type Periods } from './periods';
import { soft, type Reason } from './reason';

const dayMs = 24 * 3600_000;
/** How long a copy that isn't good stays when a newer good one exists; one that was good stays so long after that is known. */
const notGoodDays = 7;

/**
 * What the rule keeps.
 * @param past the newest first, without those dated in the future
 */
export function ruleReasons(past: readonly CopyFacts[], input: PlanInput, periods: Periods): Map<string, Reason[]> {
  const all = new Map(past.map((copy) => [copy.id, [] as Reason[]]));
  const keep = ({ id }: CopyFacts, reason: Reason): void => void all.get(id)?.push(reason);
  byAge(past, input, keep);
  const good = past.filter((copy) => copy.good);
  for (const kind of periodKinds) byPeriod(good, kind, input.rule[kind], periods, keep);
  return all;
}

type Keep = (copy: CopyFacts, reason: Reason) => void;

function byAge(past: readonly CopyFacts[], { rule, now }: PlanInput, keep: Keep): void {
  let newerGood = 0;
  for (const copy of past) {
    // What isn't good doesn't count: it never pushes out a good one.
    if (newerGood < rule.keepLast) keep(copy, soft('keep_last', `one of the newest ${rule.keepLast}`));
    const young = copy.at + rule.keepDays * dayMs;
    if (young > now) keep(copy, soft('keep_days', `younger than ${days(rule.keepDays)}`, young));
    if (copy.good) newerGood += 1;
    else if (newerGood === 0) keep(copy, soft('no_newer_good', 'not good, and no newer good one exists'));
    else {
      const end = Math.max(copy.at, copy.badSince ?? copy.at) + notGoodDays * dayMs;
      const what =
        copy.badSince === undefined ? 'not good, and younger than' : 'found damaged, and known for less than';
      if (end > now) keep(copy, soft('not_good_recent', `${what} ${days(notGoodDays)}`, end));
    }
  }
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/** The newest good copy of each of the newest periods that have one. */
function byPeriod(good: readonly CopyFacts[], kind: PeriodKind, most: number, periods: Periods, keep: Keep): void {
  const seen = new Set<string>();
  for (const copy of good) {
    if (seen.size === most) return;
    const { key, name } = periods.of(copy.at)[kind];
    if (seen.has(key)) continue;
    seen.add(key);
    keep(copy, soft(kind, `newest of ${name} (${kind} ${seen.size} of ${most})`));
  }
}

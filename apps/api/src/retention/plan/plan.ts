import { newestFirst, type CopyFacts, type PlanInput } from './copy-facts';
import { hardReasons } from './hard-set';
import { Periods } from './periods';
import type { Reason } from './reason';
import { ruleReasons } from './rule-reasons';

export interface PlannedCopy<T extends CopyFacts = CopyFacts> {
  readonly copy: T;
  /** The hard ones first. Empty: nothing keeps it. */
  readonly reasons: readonly Reason[];
  /** `rule`: nothing keeps it. `budget`: the rule would, but the set takes too many bytes. Null: it is kept. */
  readonly goes: 'rule' | 'budget' | null;
}

export interface Plan<T extends CopyFacts = CopyFacts> {
  /** The newest first. */
  readonly copies: readonly PlannedCopy<T>[];
  /** Bytes of what is kept. */
  readonly keptBytes: number;
  /** What may not be deleted takes more than `maxBytes`. */
  readonly overBudget: boolean;
}

/**
 * What of a set is kept, and why; lifecycle.md, "Retention". Depends on nothing but its input, and not on the order of that: done again
 * after its deletions it has nothing more to delete, and done after each backup it keeps what it would keep of the full history, budgets
 * aside.
 * @param periods of the same zone, where many plans are made
 */
export function plan<T extends CopyFacts>(input: PlanInput<T>, periods = new Periods(input.zone)): Plan<T> {
  const ordered = newestFirst(input.copies);
  const past = ordered.filter(({ at }) => at <= input.now);
  const hard = hardReasons(
    ordered,
    past.filter(({ good }) => good),
    input,
  );
  const byRule = ruleReasons(past, input, periods);
  const copies = ordered.map((copy): PlannedCopy<T> => {
    const reasons = [...(hard.get(copy.id) ?? []), ...(byRule.get(copy.id) ?? [])];
    return { copy, reasons, goes: reasons.length === 0 ? 'rule' : null };
  });
  return within(input.rule.maxBytes, copies);
}

/** The oldest that isn't hard goes until the rest fits. */
function within<T extends CopyFacts>(maxBytes: number | null, copies: readonly PlannedCopy<T>[]): Plan<T> {
  let keptBytes = copies.reduce((sum, { copy, goes }) => (goes === null ? sum + copy.size : sum), 0);
  if (maxBytes === null) return { copies, keptBytes, overBudget: false };
  const left = [...copies];
  for (let index = left.length - 1; index >= 0 && keptBytes > maxBytes; index -= 1) {
    const one = left[index];
    if (one === undefined || one.goes !== null || one.reasons.some(({ hard }) => hard)) continue;
    left[index] = { ...one, goes: 'budget' };
    keptBytes -= one.copy.size;
  }
  return { copies: left, keptBytes, overBudget: keptBytes > maxBytes };
}

/** What of a plan is to be deleted, the oldest first. */
export const deletableOf = <T extends CopyFacts>({ copies }: Plan<T>): PlannedCopy<T>[] =>
  copies.filter(({ goes }) => goes !== null).reverse();

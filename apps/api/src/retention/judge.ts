import { createHash } from 'node:crypto';
import { In, type EntityManager } from 'typeorm';
import { Destination } from '../storage/destination.entity';
import { noDeleteReason } from '../storage/no-delete';
import { RetentionApproval, type ApprovalCause } from './approval.entity';
import { mayDelete } from './plan/cap';
import { Periods } from './plan/periods';
import { deletableOf, plan, type Plan } from './plan/plan';
import { RetentionSetState } from './set-state.entity';
import type { RetentionSet, SetCopy } from './sets/retention-set';
import { ruleSha256, rulesOf, type RuleOfSet } from './sets/rules-of-sets';

/** A set, what its rule says of it, and what of that may be done. */
export interface JudgedSet {
  readonly set: RetentionSet;
  readonly rule: RuleOfSet;
  /** Null: no rule, all of it is kept. */
  readonly plan: Plan<SetCopy> | null;
  readonly ruleSha256: string | null;
  /** What is to be deleted, the oldest first. Without what somebody refused to delete under this rule. */
  readonly deletable: readonly SetCopy[];
  /** Ids that somebody refused to delete under this rule. */
  readonly refused: ReadonlySet<string>;
  /** Why somebody has to approve; null: it may be deleted without. */
  readonly cause: ApprovalCause | null;
  /** Names exactly this list under this rule; hex. */
  readonly listSha256: string;
}

export interface JudgeOptions {
  readonly now: Date;
  /** The clock has jumped, or nobody was there for long: nothing is deleted without approval. */
  readonly careful: boolean;
  /** Instead of what is stored, where it says something: a rule that isn't saved yet. */
  readonly ruleFor?: (set: RetentionSet, stored: RuleOfSet) => RuleOfSet;
}

/** Judges sets by their rules, with what people have decided before. */
export async function judge(
  manager: EntityManager,
  sets: readonly RetentionSet[],
  { now, careful, ruleFor }: JudgeOptions,
): Promise<JudgedSet[]> {
  const keys = sets.map(({ id }) => id.key);
  const stored = await rulesOf(
    manager,
    sets.map(({ id }) => id),
  );
  const keeping = await keepingEverything(manager, sets);
  const states = await manager.findBy(RetentionSetState, { setKey: In(keys) });
  return Promise.all(
    sets.map(async (set) => {
      const own = stored.get(set.id.key) ?? { rule: null, zone: 'UTC', kept: 'keep_all' };
      const rule: RuleOfSet = keeping.has(set.id.destinationId)
        ? { rule: null, zone: own.zone, kept: 'no_delete' }
        : (ruleFor?.(set, own) ?? own);
      const sha = rule.rule === null ? null : ruleSha256(rule.rule, rule.zone);
      const refused = sha === null ? new Set<string>() : await refusedOf(manager, set, sha);
      const state = states.find(({ setKey }) => setKey === set.id.key) ?? null;
      return judged(set, rule, { sha, refused, isActive: state?.ruleSha256 === sha, now, careful });
    }),
  );
}

/** Destinations where nothing is deleted: there is no retention there. */
async function keepingEverything(manager: EntityManager, sets: readonly RetentionSet[]): Promise<Set<string>> {
  const ids = [...new Set(sets.map(({ id }) => id.destinationId))];
  const rows = await manager.find(Destination, {
    select: { id: true, keepsEverything: true, capabilities: true },
    where: { id: In(ids) },
  });
  return new Set(rows.filter((row) => noDeleteReason(row) !== null).map(({ id }) => id));
}

interface Known {
  readonly sha: string | null;
  readonly refused: ReadonlySet<string>;
  /** This rule may delete by itself. */
  readonly isActive: boolean;
  readonly now: Date;
  readonly careful: boolean;
}

function judged(set: RetentionSet, rule: RuleOfSet, { sha, refused, isActive, now, careful }: Known): JudgedSet {
  const { zone } = rule;
  const made =
    rule.rule === null
      ? null
      : plan({ copies: set.copies, rule: rule.rule, zone, now: now.getTime() }, new Periods(zone));
  const deletable = made === null ? [] : deletableOf(made).map(({ copy }) => copy);
  const left = deletable.filter(({ id }) => !refused.has(id));
  const listSha256 = hashOfList(set.id.key, sha, left);
  const good = set.copies.filter((copy) => copy.good).length;
  const cause = causeOf(left.length, { good, isActive, careful });
  return { set, rule, plan: made, ruleSha256: sha, deletable: left, refused, cause, listSha256 };
}

function causeOf(
  count: number,
  { good, isActive, careful }: { good: number; isActive: boolean; careful: boolean },
): ApprovalCause | null {
  if (count === 0) return null;
  if (!isActive) return 'rule';
  if (careful) return 'clock';
  return count > mayDelete(good) ? 'many' : null;
}

/** Of exactly these copies of this set under this rule, whatever their order. */
export function hashOfList(key: string, ruleSha: string | null, copies: readonly { readonly id: string }[]): string {
  const ids = copies.map(({ id }) => id).sort();
  return createHash('sha256')
    .update(JSON.stringify([key, ruleSha, ids]))
    .digest('hex');
}

/** Rows looked at at once: each may list two thousand copies. */
const listsAtOnce = 20;

/** What of a set somebody refused under this rule, however long ago that was. */
async function refusedOf(manager: EntityManager, { id, copies }: RetentionSet, ruleSha: string): Promise<Set<string>> {
  const there = new Set(copies.map((copy) => copy.id));
  const refused = new Set<string>();
  for (let skip = 0; ; skip += listsAtOnce) {
    const rows = await manager.find(RetentionApproval, {
      select: { id: true, copies: true },
      where: { setKey: id.key, ruleSha256: ruleSha, state: 'refused' },
      order: { createdAt: 'DESC', id: 'DESC' },
      ...{ skip, take: listsAtOnce },
    });
    for (const row of rows) for (const { copyId } of row.copies) if (there.has(copyId)) refused.add(copyId);
    if (rows.length < listsAtOnce) return refused;
  }
}

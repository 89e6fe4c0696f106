import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { RetentionApproval, type ApprovalCause, type ListedCopy } from '../approval.entity';
import { hashOfList, type JudgedSet } from '../judge';
import { bytesOf } from '../preview/set-view';
import { RetentionSetState } from '../set-state.entity';
import type { SetCopy } from '../sets/retention-set';

/** Copies that one row lists at most. Of more the oldest come first; the rest is a list of its own. */
export const mostListed = 2_000;

/** What of a set is asked for at once: its oldest. */
export const firstOf = (copies: readonly SetCopy[]): readonly SetCopy[] => copies.slice(0, mostListed);

/** The row of an exact list; not stored yet. */
export function listRow(
  judged: JudgedSet,
  copies: readonly SetCopy[],
  said: Pick<RetentionApproval, 'state' | 'decidedBy' | 'decidedAt'> & { readonly cause: ApprovalCause },
  now: Date,
): RetentionApproval {
  const { key, projectId, destinationId, scheduleId } = judged.set.id;
  return {
    ...{ id: randomUUID(), createdAt: now, updatedAt: now, setKey: key, projectId, destinationId, scheduleId },
    ruleSha256: judged.ruleSha256 ?? '',
    listSha256: hashOfList(key, judged.ruleSha256, copies),
    ...said,
    count: copies.length,
    bytes: bytesOf(copies),
    copies: copies.map(toListed),
  };
}

const toListed = ({ id, backupId, at, size }: SetCopy): ListedCopy => ({
  copyId: id,
  backupId,
  at: new Date(at).toISOString(),
  size,
});

/** From now on this rule deletes by itself, within its limits. */
export async function activate(manager: EntityManager, setKey: string, ruleSha256: string, now: Date): Promise<void> {
  await changeState(manager, setKey, { ruleSha256 }, now);
}

/** The row of the set, made where there is none. */
export async function changeState(
  manager: EntityManager,
  setKey: string,
  change: Partial<Pick<RetentionSetState, 'ruleSha256' | 'overBudgetSince'>>,
  now: Date,
): Promise<void> {
  const fresh = { setKey, ruleSha256: null, overBudgetSince: null, updatedAt: now };
  await manager.createQueryBuilder().insert().into(RetentionSetState).values(fresh).orIgnore().execute();
  await manager.update(RetentionSetState, { setKey }, { ...change, updatedAt: now });
}

/** What waits of a set is no question any more. */
export async function dropWaiting(manager: EntityManager, setKey: string, now: Date): Promise<void> {
  await manager.update(RetentionApproval, { setKey, state: 'waiting' }, { state: 'stale', updatedAt: now });
}

import { In, type EntityManager } from 'typeorm';
import { RetentionApproval } from '../approval.entity';
import { firstOf } from '../approvals/lists';
import { hashOfList, type JudgedSet } from '../judge';
import { RetentionSetState } from '../set-state.entity';

/**
 * Those whose copies, lists or states aren't yet as their rules say. Of a thousand schedules a new backup changes one or two; a transaction for
 * each of the others would find nothing to write.
 */
export async function unsettled(manager: EntityManager, judged: readonly JudgedSet[]): Promise<JudgedSet[]> {
  const keys = judged.map(({ set }) => set.id.key);
  const states = new Map(
    (await manager.findBy(RetentionSetState, { setKey: In(keys) })).map((state) => [state.setKey, state]),
  );
  const waiting = await manager.find(RetentionApproval, {
    select: { id: true, setKey: true, listSha256: true },
    where: { setKey: In(keys), state: 'waiting' },
  });
  const lists = new Map(waiting.map(({ setKey, listSha256 }) => [setKey, listSha256]));
  return judged.filter((one) => {
    const { key } = one.set.id;
    return !isSettled(one, states.get(key) ?? null, lists.get(key) ?? null);
  });
}

/** @param waits what names the list of it that somebody is asked about */
function isSettled(
  { set, plan, ruleSha256, deletable, cause }: JudgedSet,
  state: RetentionSetState | null,
  waits: string | null,
): boolean {
  const isOver = plan?.overBudget ?? false;
  if (isOver !== ((state?.overBudgetSince ?? null) !== null)) return false;
  if (cause !== null) return waits === hashOfList(set.id.key, ruleSha256, firstOf(deletable));
  if (deletable.length > 0 || waits !== null) return false;
  return ruleSha256 === null || state?.ruleSha256 === ruleSha256;
}

import type { EntityManager } from 'typeorm';
import { noteOccurrence } from '../../notifications/occurrence';
import { changeState } from '../approvals/lists';
import type { JudgedSet } from '../judge';
import { RetentionSetState } from '../set-state.entity';

/** Tells once that what may not be deleted takes more than the rule allows, until it fits again. */
export async function noteBudget(manager: EntityManager, { set, plan, rule }: JudgedSet, now: Date): Promise<void> {
  const { key, projectId, destinationId, scheduleId } = set.id;
  const state = await manager.findOneBy(RetentionSetState, { setKey: key });
  const since = state?.overBudgetSince ?? null;
  const isOver = plan?.overBudget ?? false;
  if (isOver === (since !== null)) return;
  await changeState(manager, key, { overBudgetSince: isOver ? now : null }, now);
  if (!isOver) return;
  await noteOccurrence(
    manager,
    {
      kind: 'retention.over_budget',
      key: `retention.over_budget:${key}:${now.getTime()}`,
      projectId,
      destinationId,
      ...(scheduleId === null ? {} : { scheduleId }),
      facts: { bytes: plan?.keptBytes ?? 0, maxBytes: rule.rule?.maxBytes ?? null },
    },
    now,
  );
}

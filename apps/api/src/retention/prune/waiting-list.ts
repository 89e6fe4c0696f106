import type { EntityManager } from 'typeorm';
import { noteOccurrence } from '../../notifications/occurrence';
import { RetentionApproval, type ApprovalCause } from '../approval.entity';
import { firstOf, listRow } from '../approvals/lists';
import type { JudgedSet } from '../judge';

/**
 * Keeps the list that somebody has to approve, as it is now: one row of a set, told once. In place of the one that waited, whose `listId` is
 * then another.
 */
export async function keepWaiting(
  manager: EntityManager,
  judged: JudgedSet,
  cause: ApprovalCause,
  now: Date,
): Promise<void> {
  const said = { state: 'waiting', decidedBy: null, decidedAt: null, cause } as const;
  const row = listRow(judged, firstOf(judged.deletable), said, now);
  const before = await manager.findOne(RetentionApproval, {
    select: { id: true, listSha256: true },
    where: { setKey: row.setKey, state: 'waiting' },
  });
  if (before !== null) {
    if (before.listSha256 === row.listSha256) return;
    const { ruleSha256, listSha256, count, bytes, copies } = row;
    const change = { ruleSha256, listSha256, count, bytes, copies, cause, updatedAt: now };
    await manager.update(RetentionApproval, { id: before.id, state: 'waiting' }, change);
    return;
  }
  await manager.insert(RetentionApproval, row);
  const { projectId, destinationId, scheduleId, count, bytes } = row;
  await noteOccurrence(
    manager,
    {
      kind: 'retention.waiting',
      key: `retention.waiting:${row.id}`,
      projectId,
      destinationId,
      ...(scheduleId === null ? {} : { scheduleId }),
      facts: { approvalId: row.id, cause, copies: count, bytes },
    },
    now,
  );
}

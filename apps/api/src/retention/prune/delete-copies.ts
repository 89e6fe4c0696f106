import type { EntityManager } from 'typeorm';
import type { AuditLog } from '../../accounts/audit-log';
import { markForDeletion } from '../../backups/good/mark-for-deletion';
import type { JudgedSet } from '../judge';
import type { SetCopy } from '../sets/retention-set';
import { crashPoint } from '../../lifecycle/crash-point';

/** Rows of one transaction. */
export const atOnce = 200;

/** Marks copies of a set as to be deleted, and says which in the audit log. @returns ids of their backups */
export async function deleteCopies(
  manager: EntityManager,
  audit: AuditLog,
  { set, ruleSha256 }: JudgedSet,
  copies: readonly SetCopy[],
  said: { readonly now: Date; readonly approvalId: string | null },
): Promise<string[]> {
  const marked = new Set(
    await markForDeletion(
      manager,
      copies.map(({ id }) => id),
      said.now,
    ),
  );
  const going = copies.filter(({ id }) => marked.has(id));
  if (going.length === 0) return [];
  const { key, projectId, destinationId, scheduleId } = set.id;
  await audit.record(manager, {
    actor: null,
    action: 'retention.delete',
    object: { type: 'project', id: projectId, name: key },
    detail: {
      set: key,
      ...{ destinationId, scheduleId, rule: ruleSha256, approvalId: said.approvalId },
      copies: going.map(({ id, backupId }) => ({ copyId: id, backupId })),
    },
  });
  crashPoint('prune/marked');
  return going.map(({ backupId }) => backupId);
}

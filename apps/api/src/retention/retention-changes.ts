import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { AuditLog } from '../accounts/audit-log';
import { RetentionApproval } from './approval.entity';
import { activate, dropWaiting, listRow, mostListed } from './approvals/lists';
import { ChangedRules, type ManualScopeRule, type ScheduleRule } from './changed-rules';
import type { JudgedSet } from './judge';
import { listIdOf } from './preview/list-id';
import { lockProject } from '../backups/good/lock-project';
import { listChanged } from './retention.errors';

/**
 * What a change of a rule or a zone does, in the transaction that saves it. With the list of its preview exactly that list is approved; without
 * one nothing is: what the new rule deletes waits. A rule that deletes nothing now needs no approval.
 */
@Injectable()
export class RetentionChanges {
  constructor(
    private readonly rules: ChangedRules,
    private readonly audit: AuditLog,
  ) {}

  /**
   * To be called for a schedule whose rule or zone was changed, after its row was written.
   * @param approve `listId` of `POST /api/retention/preview`
   * @throws ApiError `RETENTION_LIST_CHANGED`
   */
  async ofSchedule(
    manager: EntityManager,
    change: ScheduleRule,
    { actor, approve, now }: { readonly actor: Actor; readonly approve: string | undefined; readonly now: Date },
  ): Promise<void> {
    await lockProject(manager, change.projectId);
    await this.take(manager, await this.rules.ofSchedule(manager, change, now), { actor, approve, now });
  }

  /** The same for backups that are asked for. */
  async ofManual(
    manager: EntityManager,
    change: ManualScopeRule,
    { actor, approve, now }: { readonly actor: Actor; readonly approve: string | undefined; readonly now: Date },
  ): Promise<void> {
    await lockProject(manager, change.projectId);
    await this.take(manager, await this.rules.ofManual(manager, change, now), { actor, approve, now });
  }

  private async take(
    manager: EntityManager,
    judged: readonly JudgedSet[],
    { actor, approve, now }: { readonly actor: Actor; readonly approve: string | undefined; readonly now: Date },
  ): Promise<void> {
    const listId = listIdOf(judged);
    if (approve !== undefined && approve !== listId) throw listChanged(listId);
    for (const one of judged) {
      const { key } = one.set.id;
      await dropWaiting(manager, key, now);
      if (one.ruleSha256 === null) continue;
      if (approve !== undefined) await this.approve(manager, one, actor, now);
      if (approve !== undefined || one.deletable.length === 0) await activate(manager, key, one.ruleSha256, now);
    }
  }

  private async approve(manager: EntityManager, judged: JudgedSet, actor: Actor, now: Date): Promise<void> {
    const { deletable } = judged;
    const said = { state: 'approved', decidedBy: actor.name.slice(0, 254), decidedAt: now, cause: 'rule' } as const;
    for (let from = 0; from < deletable.length; from += mostListed) {
      const row = listRow(judged, deletable.slice(from, from + mostListed), said, now);
      await manager.insert(RetentionApproval, row);
      const { listSha256: listId, count, bytes, copies } = row;
      await this.audit.record(manager, {
        actor,
        action: 'retention.approve',
        object: { type: 'retention', id: row.id, name: row.setKey },
        detail: { listId, count, bytes, copies: copies.map(({ copyId }) => copyId) },
      });
    }
  }
}

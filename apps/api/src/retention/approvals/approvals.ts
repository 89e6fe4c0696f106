import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { RetentionApproval } from '../approval.entity';
import { ClockWatch } from '../clock-watch';
import { hashOfList, judge, type JudgedSet } from '../judge';
import { lockProject } from '../../backups/good/lock-project';
import { PruneTask } from '../prune/prune.tokens';
import { fail, listChanged } from '../retention.errors';
import { loadSets } from '../sets/load-sets';
import { activate, firstOf } from './lists';

/** What owners decide about lists that wait. A list is approved once, and only as it was seen. */
@Injectable()
export class Approvals {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly watch: ClockWatch,
    private readonly audit: AuditLog,
    private readonly task: PruneTask,
  ) {}

  /** @throws ApiError `APPROVAL_NOT_FOUND` */
  async get(id: string): Promise<RetentionApproval> {
    const approval = await this.database.read.findOneBy(RetentionApproval, { id });
    if (approval !== null) return approval;
    throw fail('APPROVAL_NOT_FOUND', 'There is no list with this id.', { nextStep: 'Look at the lists that wait.' });
  }

  /**
   * Deletes exactly these copies, soon after.
   * @throws ApiError `APPROVAL_NOT_FOUND`, `APPROVAL_DECIDED`, `RETENTION_LIST_CHANGED`
   */
  async approve(id: string, listId: string, actor: Actor): Promise<RetentionApproval> {
    const changed = await this.decide(id, listId, actor, async (manager, approval, now) => {
      const judged = await this.judgeAgain(manager, approval, now);
      const key = approval.setKey;
      const current = hashOfList(key, judged?.ruleSha256 ?? null, firstOf(judged?.deletable ?? []));
      if (judged === null || current !== listId) return current;
      await activate(manager, key, approval.ruleSha256, now);
      return null;
    });
    this.task.wake();
    return changed;
  }

  /**
   * Keeps these copies for as long as the rule stays what it is.
   * @throws ApiError `APPROVAL_NOT_FOUND`, `APPROVAL_DECIDED`, `RETENTION_LIST_CHANGED`
   */
  refuse(id: string, listId: string, actor: Actor): Promise<RetentionApproval> {
    return this.decide(id, listId, actor, () => Promise.resolve(null), 'refused');
  }

  /** @param check in the transaction: null, or the list of now where it is another one */
  private async decide(
    id: string,
    listId: string,
    actor: Actor,
    check: (manager: EntityManager, approval: RetentionApproval, now: Date) => Promise<string | null>,
    state: 'approved' | 'refused' = 'approved',
  ): Promise<RetentionApproval> {
    const { projectId } = await this.get(id);
    await this.database.write(async (manager) => {
      await lockProject(manager, projectId);
      const now = await this.clock.now(manager);
      const approval = await manager.findOneByOrFail(RetentionApproval, { id });
      if (approval.state !== 'waiting') throw decided(approval);
      if (approval.listSha256 !== listId) throw listChanged(approval.listSha256);
      const current = await check(manager, approval, now);
      if (current !== null) throw listChanged(current);
      const decision = { state, decidedBy: actor.name.slice(0, 254), decidedAt: now, updatedAt: now };
      await manager.update(RetentionApproval, { id, state: 'waiting' }, decision);
      const { setKey, count, bytes, copies } = approval;
      await this.audit.record(manager, {
        actor,
        action: state === 'approved' ? 'retention.approve' : 'retention.refuse',
        object: { type: 'retention', id, name: setKey },
        detail: { listId, count, bytes, copies: copies.map(({ copyId }) => copyId) },
      });
    });
    return this.get(id);
  }

  private async judgeAgain(
    manager: EntityManager,
    { projectId, destinationId, setKey }: RetentionApproval,
    now: Date,
  ): Promise<JudgedSet | null> {
    const sets = await loadSets(manager, { projectId, destinationId }, now);
    const set = sets.filter(({ id }) => id.key === setKey);
    const careful = await this.watch.isCareful(manager, now);
    const [judged] = await judge(manager, set, { now, careful });
    return judged ?? null;
  }
}

const decided = ({ state }: RetentionApproval): Error =>
  fail('APPROVAL_DECIDED', `The list is ${state}.`, {
    nextStep: 'Look at the lists that wait now.',
    more: { state },
  });

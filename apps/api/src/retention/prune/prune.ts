import { Logger } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import type { AuditLog } from '../../accounts/audit-log';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { lockProject } from '../../backups/good/lock-project';
import type { OpenStorage } from '../../backups/sweep/open-storage';
import type { SweepTask } from '../../backups/sweep/sweep-task';
import type { DatabaseClock } from '../../backups/transitions/database-clock';
import type { RunChanged } from '../../backups/transitions/run-changed';
import type { Database } from '../../database/database';
import { ApiError } from '../../errors/api-error';
import type { DestinationProblems } from '../../storage/destination-problems.service';
import { RetentionApproval } from '../approval.entity';
import { activate, dropWaiting } from '../approvals/lists';
import type { ClockWatch } from '../clock-watch';
import { judge, type JudgedSet } from '../judge';
import { clocksDisagree } from '../retention.errors';
import { loadSets, type LoadedSets } from '../sets/load-sets';
import type { SetId } from '../sets/retention-set';
import { atOnce, deleteCopies } from './delete-copies';
import { duePlaces, type DuePlace } from './due-places';
import { noteBudget } from './note-budget';
import { Patience } from './patience';
import { mostSkewMs, skewOf } from './store-clock';
import { unsettled } from './unsettled';
import { keepWaiting } from './waiting-list';
import { crashPoint } from '../../lifecycle/crash-point';

/** Copies of one place that one look counts for; of more the place stays due. */
const mostSeen = 1_000;

/**
 * Deletes what rules let go: of a project at a destination after a backup of it was stored there, and whatever somebody approved. What may go
 * is looked at again in the transaction that marks it, after which nobody else deletes copies of the same project.
 */
export class Prune {
  private readonly logger = new Logger('Retention');
  private readonly patience = new Patience();

  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly watch: ClockWatch,
    private readonly open: OpenStorage,
    private readonly audit: AuditLog,
    private readonly changed: RunChanged,
    private readonly sweep: Pick<SweepTask, 'wake'>,
    private readonly problems: Pick<DestinationProblems, 'tell'>,
  ) {}

  /** Everything that is due. @param stop ends it between two things */
  async turn(stop: AbortSignal): Promise<void> {
    const now = await this.now();
    await this.database.write((manager) => this.watch.look(manager, now));
    const approved = await this.database.read.find(RetentionApproval, {
      where: { state: 'approved' },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: 20,
    });
    for (const one of approved) {
      if (stop.aborted) return;
      await this.step(one.destinationId, () => this.carryOut(one));
    }
    for (const place of await duePlaces(this.database.read)) {
      if (stop.aborted) return;
      await this.step(place.destinationId, () => this.pruneAt(place));
    }
  }

  /** The failure of one place must not keep the others from being looked at; it is tried again. */
  private async step(destinationId: string, work: () => Promise<void>): Promise<void> {
    const now = await this.now();
    if (!this.patience.isOver(destinationId, now)) return;
    try {
      await work();
      this.patience.worked(destinationId);
    } catch (error) {
      this.patience.failed(destinationId, now);
      // What people would else find in the log only: old backups that never go.
      if (error instanceof ApiError && error.code === 'STORE_CLOCK_DISAGREES') {
        const { code, message, options } = error;
        this.problems.tell(destinationId, { code, message, nextStep: options.nextStep ?? '' });
      }
      this.logger.warn(`Retention at destination ${destinationId} failed; it is tried again.`, error);
    }
  }

  /** One place, whether it is due or not. @throws whatever its store or the records answer */
  async pruneAt(place: DuePlace): Promise<void> {
    const now = await this.now();
    const seen = await this.unpruned(place);
    const judged = await this.judge(this.database.read, place);
    const going = judged.find(({ deletable, cause }) => deletable.length > 0 && cause === null);
    // What isn't deleted now is looked at again: the place stays due.
    if (going !== undefined && !(await this.clocksAgree(going))) return;
    for (const { set, deletable, cause } of await unsettled(this.database.read, judged))
      await this.settle(set.id, cause === null ? deletable.map(({ id }) => id) : []);
    for (let from = 0; from < seen.length; from += atOnce) {
      const some = { id: In(seen.slice(from, from + atOnce)), prunedAt: IsNull() };
      await this.database.write((manager) => manager.update(BackupCopy, some, { prunedAt: now }));
    }
  }

  /** @param may ids beyond which nothing goes, even if more could by now */
  private async settle(id: SetId, may: readonly string[]): Promise<void> {
    for (let from = 0; ; from += atOnce) {
      const chunk = new Set(may.slice(from, from + atOnce));
      const went = await this.write(id.projectId, async (manager, now) => {
        const [judged] = await this.judge(manager, { ...id, only: id });
        if (judged === undefined || judged.ruleSha256 === null) return [];
        if (from === 0) await this.note(manager, judged, now);
        if (judged.cause !== null) return [];
        const going = judged.deletable.filter(({ id }) => chunk.has(id));
        return deleteCopies(manager, this.audit, judged, going, { now, approvalId: null });
      });
      if (went.length === 0) return;
    }
  }

  /** What a look at a set tells, whatever is deleted. */
  private async note(manager: EntityManager, judged: JudgedSet, now: Date): Promise<void> {
    const { set, deletable, cause, ruleSha256 } = judged;
    await noteBudget(manager, judged, now);
    if (cause !== null) return keepWaiting(manager, judged, cause, now);
    await dropWaiting(manager, set.id.key, now);
    if (deletable.length === 0 && ruleSha256 !== null) await activate(manager, set.id.key, ruleSha256, now);
  }

  /** Of a list that was approved what the rule still lets go; nothing else. */
  private async carryOut(approved: RetentionApproval): Promise<void> {
    const { id, setKey, projectId, ruleSha256, copies } = approved;
    const left = new Set(copies.map(({ copyId }) => copyId));
    const mine = ({ set }: JudgedSet): boolean => set.id.key === setKey;
    const now = (await this.judge(this.database.read, approved)).find(mine);
    if (now !== undefined && now.deletable.some((copy) => left.has(copy.id)) && !(await this.clocksAgree(now))) return;
    for (;;) {
      const went = await this.write(projectId, async (manager, at) => {
        const judged = (
          await this.judge(manager, now === undefined ? approved : { ...now.set.id, only: now.set.id })
        ).find(mine);
        const isSame = judged?.ruleSha256 === ruleSha256;
        const chunk = isSame ? judged.deletable.filter((copy) => left.has(copy.id)).slice(0, atOnce) : [];
        chunk.forEach((copy) => left.delete(copy.id));
        const went = isSame ? await deleteCopies(manager, this.audit, judged, chunk, { now: at, approvalId: id }) : [];
        if (chunk.length < atOnce) {
          const state = isSame ? 'used' : 'stale';
          await manager.update(RetentionApproval, { id, state: 'approved' }, { state, updatedAt: at });
        }
        return chunk.length < atOnce ? null : went;
      });
      if (went === null) return;
    }
  }

  /** One transaction, in which nobody else deletes copies of the project. */
  private async write<T extends readonly string[] | null>(
    projectId: string,
    work: (manager: EntityManager, now: Date) => Promise<T>,
  ): Promise<T> {
    const result = await this.database.write(async (manager) => {
      await lockProject(manager, projectId);
      return work(manager, await this.clock.now(manager));
    });
    const told = new Set<string>(result ?? []);
    for (const id of told) this.changed.ids.next(id);
    if (told.size > 0) crashPoint('prune/written');
    if (told.size > 0) this.sweep.wake();
    return result;
  }

  private async judge(manager: EntityManager, of: LoadedSets): Promise<JudgedSet[]> {
    const now = await this.clock.now(manager);
    const sets = await loadSets(manager, of, now);
    return judge(manager, sets, { now, careful: await this.watch.isCareful(manager, now) });
  }

  private async clocksAgree({ set, deletable }: JudgedSet): Promise<boolean> {
    const { destinationId } = set.id;
    const key = deletable.find((copy) => copy.key !== null)?.key ?? '';
    const skew = await skewOf(this.open, destinationId, key, () => this.now());
    if (skew === null || Math.abs(skew) <= mostSkewMs) return true;
    const minutes = Math.round(Math.abs(skew) / 60_000);
    throw clocksDisagree(minutes);
  }

  private async unpruned({ destinationId, projectId }: DuePlace): Promise<string[]> {
    const rows = await this.database.read
      .createQueryBuilder(BackupCopy, 'c')
      .select('c.id')
      .innerJoin('backups', 'b', 'b.id = c.backupId')
      .where("c.destinationId = :destinationId AND c.status = 'stored' AND c.prunedAt IS NULL", { destinationId })
      .andWhere('b.project_id = :projectId', { projectId })
      .limit(mostSeen)
      .getMany();
    return rows.map(({ id }) => id);
  }

  private now(): Promise<Date> {
    return this.clock.now(this.database.read);
  }
}

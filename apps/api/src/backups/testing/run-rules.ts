import { createHash } from 'node:crypto';
import { Destination } from '../../storage/destination.entity';
import type { BackupCopy } from '../backup-copy.entity';
import { liveStatuses, type Backup } from '../backup.entity';
import { findArchive } from '../sweep/find-archive';
import type { RunWorld } from './run-world';
import type { SweptStorage } from './swept-storage';

/** What must hold for the runs of one project, at any moment and in the end. */
export class RunRules {
  private readonly seen = new Map<string, string>();
  private readonly cancels = new Set<string>();
  private readonly won = new Set<string>();
  private canBeLeft = false;

  constructor(
    private readonly world: RunWorld,
    private readonly stores: ReadonlyMap<string, SweptStorage>,
  ) {}

  /** Somebody was told that this run is, or is being, cancelled. */
  cancelled(id: string): void {
    this.cancels.add(id);
  }

  /** A store is away or slow: what a run has left there is only gone later. */
  mayBeLeft(): void {
    this.canBeLeft = true;
  }

  async check(runs: readonly Backup[]): Promise<void> {
    expect(runs.filter(({ status }) => liveStatuses.includes(status)).length).toBeLessThanOrEqual(1);
    for (const run of runs) await this.checkRun(run);
    this.expectNothingOverwritten();
  }

  /** What holds once everything has come to rest. */
  async checkEnd(runs: readonly Backup[]): Promise<void> {
    expect(runs.filter(({ status }) => liveStatuses.includes(status))).toEqual([]);
    for (const { id, status } of runs) if (this.cancels.has(id)) expect(status).toBe('cancelled');
    const copies = (await Promise.all(runs.map(({ id }) => this.world.copies(id)))).flat();
    expect(copies.filter(({ status }) => !['stored', 'failed', 'deleted', 'delivered'].includes(status))).toEqual([]);
    expect(copies.filter(({ uploadState }) => uploadState !== null)).toEqual([]);
    for (const [id, store] of this.stores) {
      expect([...store.openUploads]).toEqual([]);
      const there = copies.filter(({ status, destinationId }) => status === 'stored' && destinationId === id);
      expect([...store.objects.keys()].sort()).toEqual(there.map(({ key }) => key).sort());
      const { totalBackups, totalSize } = await this.world.database.read.findOneByOrFail(Destination, { id });
      const bytes = there.reduce((sum, { size }) => sum + (size ?? 0), 0);
      expect({ totalBackups, totalSize }).toEqual({ totalBackups: there.length, totalSize: bytes });
    }
  }

  private async checkRun(run: Backup): Promise<void> {
    const copies = await this.world.copies(run.id);
    const stored = copies.filter(({ status }) => status === 'stored');
    const delivered = copies.filter(({ status }) => status === 'delivered');
    for (const copy of stored) this.expectThere(copy);
    for (const copy of [...stored, ...delivered]) {
      const { attempt, sha256, size } = copy;
      expect({ attempt, sha256, size }).toEqual({ attempt: run.attempt, sha256: run.sha256, size: run.storedBytes });
    }
    if (run.status === 'succeeded' && run.deletedAt === null) expect([...stored, ...delivered]).not.toHaveLength(0);
    if (run.status !== 'succeeded' && run.status !== 'committing') expect([...stored, ...delivered]).toEqual([]);
    if (run.status === 'cancelled' && !this.canBeLeft) expect(this.objectsOf(run)).toEqual([]);
    if (this.cancels.has(run.id))
      expect(['committing', 'succeeded', 'failed', 'interrupted']).not.toContain(run.status);
    if (!liveStatuses.includes(run.status)) expect(copies.filter(isOpen)).toEqual([]);
    this.expectAllDestinations(run, copies);
    await this.expectNotLost(run, copies);
  }

  /** Every attempt goes everywhere. */
  private expectAllDestinations({ status, attempt }: Backup, copies: readonly BackupCopy[]): void {
    const byAttempt = Map.groupBy(copies, (copy) => copy.attempt);
    for (let one = 1; one <= attempt + (status === 'queued' ? 1 : 0); one += 1) {
      const places = (of: number): unknown => new Set(byAttempt.get(of)?.map(({ destinationId }) => destinationId));
      expect(places(one)).toEqual(places(1));
    }
  }

  /** What was whole at a destination behind the point of no return is a backup, whoever died. */
  private async expectNotLost(run: Backup, copies: readonly BackupCopy[]): Promise<void> {
    if (this.won.has(run.id)) expect(['committing', 'succeeded']).toContain(run.status);
    if (run.status !== 'committing' || this.canBeLeft) return;
    for (const { destinationId, key, attempt } of copies) {
      const store = this.stores.get(destinationId ?? '');
      if (store === undefined || key === null || attempt !== run.attempt) continue;
      const found = await findArchive(store, { key, attempt, backupId: run.id, size: run.storedBytes });
      if (found.is === 'whole') this.won.add(run.id);
    }
  }

  private objectsOf({ id }: Backup): string[] {
    const mark = `_${id.replaceAll('-', '').slice(0, 16)}-`;
    return [...this.stores.values()].flatMap(({ objects }) => [...objects.keys()].filter((key) => key.includes(mark)));
  }

  private expectThere({ destinationId, key, size, sha256 }: BackupCopy): void {
    const body = this.stores.get(destinationId ?? '')?.objects.get(key ?? '') ?? Buffer.of();
    expect({ size: body.length, sha256: sha256Of(body) }).toEqual({ size, sha256 });
  }

  private expectNothingOverwritten(): void {
    for (const [id, { objects }] of this.stores) {
      for (const [key, body] of objects) {
        const before = this.seen.get(`${id} ${key}`);
        if (before !== undefined) expect(sha256Of(body)).toBe(before);
        this.seen.set(`${id} ${key}`, sha256Of(body));
      }
    }
  }
}

const isOpen = ({ status }: BackupCopy): boolean => status === 'pending' || status === 'uploading';

const sha256Of = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

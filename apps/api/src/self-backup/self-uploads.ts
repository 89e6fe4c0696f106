import { ContentDigest, FanOut, Lane, type Storage } from '@stowbase/storage';
import { tellProblem } from '../backups/sweep/tell-problem';
import type { SelfBackupCopies } from './self-backup-copies';
import type { SelfBackupCopy } from './self-backup-copy.entity';
import type { SelfBackup } from './self-backup.entity';
import { selfBackupKey } from './self-backup-key';

interface Begun {
  readonly copy: SelfBackupCopy;
  readonly lane: Lane;
}

/** The uploads of one backup of the records: one a destination, each alone; it is made when one of them is stored. */
export class SelfUploads {
  private readonly digest = new ContentDigest();
  private readonly storages: Storage[] = [];
  private begun: readonly Begun[] = [];
  private fanOut: FanOut | null = null;

  constructor(
    private readonly copies: SelfBackupCopies,
    private readonly open: (destinationId: string) => Promise<Storage>,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws AggregateError when no destination takes it */
  async begin(row: SelfBackup, places: readonly { readonly id: string; readonly name: string }[]): Promise<void> {
    const key = selfBackupKey(row.createdAt, row.recipients.length > 0);
    const tried = await Promise.allSettled(places.map((place) => this.beginOne(row, place, key)));
    this.begun = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const causes = tried.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (this.begun.length === 0) throw new AggregateError(causes, 'No destination takes it.');
    this.fanOut = new FanOut(
      this.begun.map(({ lane }) => lane),
      { signal: this.signal, digest: this.digest },
    );
  }

  /** @throws AggregateError when no destination takes it any more */
  async write(chunk: Buffer): Promise<void> {
    await this.fanOut?.write(chunk);
  }

  /** @throws AggregateError when it is stored nowhere */
  async commit(): Promise<{ size: number; sha256: string }> {
    if (this.fanOut === null) throw new Error('nothing was written');
    await Promise.all(this.begun.map(({ lane }) => lane.drained()));
    const expected = { size: this.digest.size, sha256: this.digest.sha256 };
    const results = await this.fanOut.commit(expected);
    const causes: unknown[] = [];
    for (const [index, result] of results.entries()) {
      const copy = this.begun[index]?.copy;
      if (copy === undefined) continue;
      if (result.status === 'stored') await this.copies.stored(copy.id, result.object);
      else {
        causes.push(result.cause);
        await this.copies.failed(copy.id, tellProblem(result.cause));
      }
    }
    if (causes.length === results.length) throw new AggregateError(causes, 'It is stored nowhere.');
    return expected;
  }

  /** Nothing is left, or what is left is known to the sweep. Never rejects. */
  async abort(cause: unknown): Promise<void> {
    await this.fanOut?.abort(cause);
    for (const { copy, lane } of this.begun) {
      if (this.fanOut === null) lane.fail(cause);
      await lane.settled();
      if (lane.status !== 'stored')
        await this.copies.failed(copy.id, tellProblem(lane.cause ?? cause)).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.storages.map((storage) => storage.close()));
  }

  private async beginOne(
    row: SelfBackup,
    { id, name }: { readonly id: string; readonly name: string },
    key: string,
  ): Promise<Begun> {
    const copy = await this.copies.add(row, { id, name }, key);
    try {
      const storage = await this.open(id);
      this.storages.push(storage);
      const upload = await storage.create(key, {
        signal: this.signal,
        digest: this.digest,
        contentType: 'application/octet-stream',
        onState: (state) => this.copies.uploading(copy.id, state),
      });
      return { copy, lane: new Lane(name, upload) };
    } catch (error) {
      await this.copies.failed(copy.id, tellProblem(error));
      throw error;
    }
  }
}

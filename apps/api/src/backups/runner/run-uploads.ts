import type { OutputSink } from '@stowbase/dump';
import {
  ContentDigest,
  FanOut,
  Lane,
  type ExpectedContent,
  type LaneResult,
  type UploadRetry,
  type UploadState,
} from '@stowbase/storage';
import type { CopyMeter } from '../progress/run-progress';
import { ClaimLost } from './claim-lost';
import type { ArchiveName, RunCopy } from './run-copy';
import { crashPoint } from '../../lifecycle/crash-point';

export interface UploadHooks {
  /** Keeps what a sweep needs. False: the claim is lost. */
  uploading(copy: RunCopy, key: string, state: UploadState): Promise<boolean>;
  /** Called once a copy, with its first failure, while the others go on. */
  failed(copy: RunCopy, cause: unknown): void;
  /** A part that failed is sent again. */
  retried?(copy: RunCopy, retry: UploadRetry): void;
}

interface Begun {
  readonly copy: RunCopy;
  readonly lane: Lane;
}

/** What the archive looks like from a destination before its first byte. */
export interface Announced {
  readonly archive: ArchiveName;
  readonly restart: number;
  /** Bytes, an upper estimate. */
  readonly sizeHint: number | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The uploads of one run: one a copy, begun anew when the dump begins anew. A copy that failed stays failed for this attempt, the others
 * go on; when none is left, writing rejects with the AggregateError of the fan-out.
 */
export class RunUploads {
  private readonly failures = new Map<string, unknown>();
  private readonly recorded = new Set<string>();
  private begun: readonly Begun[] = [];
  private fanOut: FanOut | null = null;
  private aborting = false;

  /** @param signal aborting it ends every upload; it must not fire once the commit has begun */
  constructor(
    private readonly copies: readonly RunCopy[],
    private readonly signal: AbortSignal,
    private readonly hooks: UploadHooks,
  ) {}

  /** The first failure of a copy; undefined while there is none. */
  get firstFailure(): unknown {
    const [first] = this.failures.values();
    return first;
  }

  get meters(): CopyMeter[] {
    return this.begun.map(({ copy, lane }) => ({
      copyId: copy.id,
      name: copy.name,
      measure: () => ({
        status: lane.status === 'failed' || lane.status === 'stored' ? lane.status : 'uploading',
        storedBytes: Math.max(0, (this.fanOut?.written ?? 0) - lane.queuedBytes),
      }),
    }));
  }

  /** @throws AggregateError when no destination takes it; ClaimLost */
  async begin(announced: Announced): Promise<OutputSink> {
    this.aborting = false;
    this.recorded.clear();
    const digest = new ContentDigest();
    const live = this.copies.filter(({ id }) => !this.failures.has(id));
    const tried = await Promise.allSettled(live.map((copy) => this.beginOne(copy, announced, digest)));
    this.begun = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (this.signal.aborted) {
      await this.abort(this.signal.reason);
      throw this.signal.reason;
    }
    const lost = tried.find((one) => one.status === 'rejected' && one.reason instanceof ClaimLost);
    if (lost?.status === 'rejected') {
      await this.abort(lost.reason);
      throw lost.reason;
    }
    tried.forEach((one, index) => {
      const copy = live[index];
      if (one.status === 'rejected' && copy !== undefined) this.fail(copy, one.reason);
    });
    if (this.begun.length === 0) throw this.noneLeft();
    this.fanOut = new FanOut(
      this.begun.map(({ lane }) => lane),
      { signal: this.signal, digest },
    );
    return { write: (chunk) => this.write(chunk), abort: (cause) => this.abort(cause) };
  }

  /** Resolves when every byte is taken: after that nothing but publishing is left. @throws AggregateError, ClaimLost */
  async drained(archive: ArchiveName): Promise<void> {
    const ended = new Promise<void>((resolve) =>
      this.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race([Promise.all(this.begun.map(({ lane }) => lane.drained())), ended]);
    this.noteFailures();
    const live = this.begun.filter(({ lane }) => lane.live);
    if (live.length === 0 && !this.signal.aborted) throw this.noneLeft();
    // A driver that had nothing to tell before its first byte: without the key nobody would find what it publishes.
    for (const { copy } of live) {
      if (!this.recorded.has(copy.id)) await this.record(copy, archive, {});
    }
  }

  /** Only behind the point of no return. Every copy has an end afterwards. */
  async commit(expected: ExpectedContent): Promise<{ copy: RunCopy; result: LaneResult }[]> {
    if (this.fanOut === null) throw new Error('nothing was written');
    const results = await this.fanOut.commit(expected);
    return this.begun.flatMap(({ copy }, index) => {
      const result = results[index];
      return result === undefined || this.failures.has(copy.id) ? [] : [{ copy, result }];
    });
  }

  /** Never rejects; resolves when nothing is left, or what is left is known to the sweep. */
  async abort(cause: unknown): Promise<void> {
    this.noteFailures();
    this.aborting = true;
    await this.fanOut?.abort(cause);
    // Those that had begun when another one lost the claim: there is no fan-out yet.
    if (this.fanOut === null) for (const { lane } of this.begun) lane.fail(cause);
    await Promise.all(this.begun.map(({ lane }) => lane.settled()));
    this.fanOut = null;
  }

  private async beginOne(copy: RunCopy, announced: Announced, digest: ContentDigest): Promise<Begun> {
    const { archive, restart, sizeHint, metadata } = announced;
    const upload = await copy.begin(archive, restart, {
      signal: this.signal,
      digest,
      metadata,
      contentType: 'application/x-tar',
      ...(sizeHint === null ? {} : { sizeHint }),
      onState: (state) => this.record(copy, archive, state),
      onRetry: (retry) => this.hooks.retried?.(copy, retry),
    });
    return { copy, lane: new Lane(copy.name, upload) };
  }

  private async record(copy: RunCopy, { key }: ArchiveName, state: UploadState): Promise<void> {
    if (!(await this.hooks.uploading(copy, key, state))) throw new ClaimLost();
    crashPoint('upload/recorded');
    this.recorded.add(copy.id);
  }

  private async write(chunk: Buffer): Promise<void> {
    if (this.fanOut === null) throw new Error('the uploads are over');
    try {
      await this.fanOut.write(chunk);
    } finally {
      this.noteFailures();
    }
  }

  /** Failures of their own, not those that our own end of the run makes. */
  private noteFailures(): void {
    if (this.aborting || this.signal.aborted) return;
    for (const { copy, lane } of this.begun) {
      if (lane.status === 'failed') this.fail(copy, lane.cause);
    }
  }

  private fail(copy: RunCopy, cause: unknown): void {
    if (this.failures.has(copy.id)) return;
    this.failures.set(copy.id, cause);
    this.hooks.failed(copy, cause);
  }

  private noneLeft(): AggregateError {
    return new AggregateError([...this.failures.values()], 'No destination can take the backup any more.');
  }
}

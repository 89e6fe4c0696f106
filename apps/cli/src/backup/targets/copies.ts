import type { ArchiveSummary } from '@stowbase/archive';
import { sizeHintOf, type OutputSink } from '@stowbase/dump';
import {
  ContentDigest,
  defaultLaneBytes,
  FanOut,
  Lane,
  maxChunkBytes,
  type CreateOptions,
  type StoredObject,
} from '@stowbase/storage';
import type { Shell } from '../../shell';
import { plain } from '../../words';
import { allFailed } from './all-failed';
import { copyErrorOf, type CopyReport } from './copy-report';
import { CountedUpload } from './counted-upload';
import type { AnnouncedArchive, Target } from './target';

/** A disk needs no more waiting for it: the least that a lane may have. Bytes. */
const NEAR_LANE = 2 * maxChunkBytes;

interface Begun {
  readonly target: Target;
  readonly upload: CountedUpload;
  readonly lane: Lane;
}

/** How far one copy is. Bytes. */
export interface CopyProgress {
  readonly place: string;
  readonly status: 'uploading' | 'stored' | 'failed';
  readonly sentBytes: number;
}

/**
 * The copies of one backup: the archive goes to all places at once, the slowest sets the pace, and one that fails is left behind while
 * the others go on.
 */
export class Copies {
  private readonly failures = new Map<
    Target,
    { readonly cause: unknown; readonly sentBytes: number; readonly at: number }
  >();
  private begun: readonly Begun[] = [];
  private fanOut: FanOut | null = null;
  private begunAt = Date.now();
  private aborting = false;

  constructor(
    private readonly targets: readonly Target[],
    private readonly archive: AnnouncedArchive,
    private readonly shell: Shell,
  ) {}

  /** Before the database is asked for anything. @throws what the only one fails with; CliError when none is left */
  async prepare(): Promise<void> {
    const tried = await Promise.allSettled(this.targets.map((target) => target.prepare(this.archive)));
    for (const [i, target] of this.targets.entries()) {
      const one = tried[i];
      if (one?.status !== 'rejected') continue;
      if (isWrongUse(one.reason)) throw one.reason;
      this.fail(target, one.reason, 0);
    }
    this.refuseNone();
  }

  /** Begins every upload, anew when the dump does. @throws what the only one fails with; CliError when none is left */
  async open(attempt: { restart: number; estimatedRawBytes: number | null }): Promise<OutputSink> {
    this.aborting = false;
    const digest = this.digest();
    this.begunAt = Date.now();
    const live = this.targets.filter((target) => !this.failures.has(target));
    const hint = sizeHintOf(attempt.estimatedRawBytes);
    const options: CreateOptions = {
      signal: this.shell.signal,
      ...(digest === null ? {} : { digest }),
      ...(hint === null ? {} : { sizeHint: hint }),
    };
    const tried = await Promise.allSettled(live.map((target) => target.begin(this.archive, options, attempt.restart)));
    this.begun = live.flatMap((target, i) => {
      const one = tried[i];
      if (one?.status !== 'fulfilled') {
        this.fail(target, one?.reason, 0);
        return [];
      }
      const upload = new CountedUpload(one.value);
      return [{ target, upload, lane: new Lane(target.name, upload, target.isFar ? defaultLaneBytes : NEAR_LANE) }];
    });
    this.shell.signal.throwIfAborted();
    this.refuseNone();
    this.fanOut = new FanOut(
      this.begun.map(({ lane }) => lane),
      { signal: this.shell.signal, ...(digest === null ? {} : { digest }) },
    );
    return { write: (chunk) => this.write(chunk), abort: (cause) => this.abort(cause) };
  }

  get progress(): CopyProgress[] {
    return this.targets.map((target) => {
      const failed = this.failures.get(target);
      const begun = this.begun.find((one) => one.target === target);
      const sentBytes = failed?.sentBytes ?? begun?.upload.taken ?? 0;
      const status = failed !== undefined ? 'failed' : begun?.lane.status === 'stored' ? 'stored' : 'uploading';
      return { place: target.name, status, sentBytes };
    });
  }

  /**
   * Publishes the archive everywhere and reads every copy back. Nothing stops that any more once every byte was taken: else it would be
   * there at some places, and nobody had asked for that.
   * @param onPublish is told when that is so
   * @throws what the only one failed with; CliError when none is stored
   */
  async commit({ storedBytes, fileSha256 }: ArchiveSummary, onPublish = (): void => undefined): Promise<CopyReport[]> {
    if (this.fanOut === null) throw new Error('nothing was written');
    await this.drained();
    const publishing = this.fanOut.commit({ size: storedBytes, sha256: fileSha256 });
    onPublish();
    const results = await publishing;
    const stored = new Map<Target, StoredObject>();
    for (const [i, { target, upload }] of this.begun.entries()) {
      const result = results[i];
      if (result?.status === 'stored') stored.set(target, result.object);
      else if (result !== undefined) this.fail(target, result.cause, upload.taken);
    }
    const files = new Map<Target, string | null>();
    await Promise.all([...stored].map(([target, object]) => this.prove(target, object, files)));
    const reports = await Promise.all(this.targets.map((target) => this.reportOf(target, files, storedBytes)));
    if (files.size === 0) throw this.noneLeft();
    return reports;
  }

  /** Nothing that isn't stored stays; to be called at the end in every case. */
  async close(): Promise<void> {
    const left = await Promise.all(this.targets.map((target) => target.leftovers()));
    for (const [i, target] of this.targets.entries()) {
      const sentence = left[i] ?? null;
      if (sentence === null) continue;
      this.shell.interruption.nextStep = sentence;
      this.shell.screen.say(plain(`${target.name}: ${sentence}`));
    }
    await Promise.all(this.targets.map((target) => target.close()));
  }

  /** Every byte is taken by those that live. @throws when it is stopped before */
  private async drained(): Promise<void> {
    const { signal } = this.shell;
    const stopped = Promise.withResolvers<void>();
    const stop = (): void => stopped.resolve();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await Promise.race([Promise.all(this.begun.map(({ lane }) => lane.drained())), stopped.promise]);
    signal.removeEventListener('abort', stop);
    if (!signal.aborted) return;
    await this.abort(signal.reason);
    signal.throwIfAborted();
  }

  private async write(chunk: Buffer): Promise<void> {
    if (this.fanOut === null) throw new Error('the uploads are over');
    try {
      await this.fanOut.write(chunk);
    } catch (e) {
      this.noteFailures();
      this.refuseNone();
      throw e;
    }
    this.noteFailures();
  }

  private async abort(cause: unknown): Promise<void> {
    this.noteFailures();
    this.aborting = true;
    await this.fanOut?.abort(cause);
    this.fanOut = null;
  }

  private async prove(target: Target, object: StoredObject, files: Map<Target, string | null>): Promise<void> {
    try {
      files.set(target, await target.prove(object, this.archive));
    } catch (e) {
      this.fail(target, e, object.size);
    }
  }

  private async reportOf(
    target: Target,
    files: ReadonlyMap<Target, string | null>,
    storedBytes: number,
  ): Promise<CopyReport> {
    const failed = this.failures.get(target);
    const seconds = ((failed?.at ?? Date.now()) - this.begunAt) / 1000;
    const base = { place: target.name, isFar: target.isFar, seconds: Math.max(0, Math.round(seconds * 10) / 10) };
    if (failed === undefined) {
      return { ...base, status: 'stored', file: files.get(target) ?? null, sentBytes: storedBytes, error: null };
    }
    const error = copyErrorOf(failed.cause, await target.leftovers());
    return { ...base, status: 'failed', file: null, sentBytes: failed.sentBytes, error };
  }

  /** Failures of their own, not those that our own end makes. */
  private noteFailures(): void {
    if (this.aborting || this.shell.signal.aborted) return;
    for (const { target, lane, upload } of this.begun) {
      if (lane.status === 'failed') this.fail(target, lane.cause, upload.taken);
    }
  }

  private fail(target: Target, cause: unknown, sentBytes: number): void {
    if (this.failures.has(target)) return;
    this.failures.set(target, { cause, sentBytes, at: Date.now() });
    if (this.targets.length === 1 || this.failures.size === this.targets.length) return;
    const { message, code } = copyErrorOf(cause, null);
    this.shell.screen.say(plain(`${target.name} takes no copy, the others go on: ${message} [${code}]`));
  }

  /** Hashed once for all of them, where one asks for it. */
  private digest(): ContentDigest | null {
    return this.targets.some((target) => target.isFar) ? new ContentDigest() : null;
  }

  private refuseNone(): void {
    if (this.failures.size === this.targets.length) throw this.noneLeft();
  }

  private noneLeft(): unknown {
    return allFailed(this.targets.map((target) => [target.name, this.failures.get(target)?.cause]));
  }
}

const isWrongUse = (e: unknown): boolean => e instanceof Error && 'kind' in e && e.kind === 'wrong-use';

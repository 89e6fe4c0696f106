import {
  ContentDigest,
  FanOut,
  Lane,
  type LaneResult,
  type Storage,
  type StoredObject,
  type UploadRetry,
  type UploadState,
} from '@stowbase/storage';
import { readSource, type WantedContent } from './read-source';
import { crashPoint } from '../../lifecycle/crash-point';

export interface CopyUploadOptions {
  /** Ends the upload; it must not fire once the commit has begun. */
  readonly signal: AbortSignal;
  /** ASCII names and values. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Keeps what a sweep needs. False: the claim is lost. */
  readonly uploading: (state: UploadState) => Promise<boolean>;
  /** A part that failed is sent again. */
  readonly retried: (retry: UploadRetry) => void;
  readonly name: string;
}

/** Somebody else has the job by now: write nothing more. */
export class CopyLost extends Error {
  constructor() {
    super('The copy was given to somebody else.');
    this.name = 'CopyLost';
  }
}

/** One archive from one storage to another: nothing of it lies here, and no more of it than fits a lane. */
export class CopyUpload {
  private recorded = false;

  private constructor(
    private readonly lane: Lane,
    private readonly fanOut: FanOut,
    private readonly digest: ContentDigest,
    private readonly wanted: WantedContent,
    private readonly options: CopyUploadOptions,
  ) {}

  /** @throws StorageError; CopyLost */
  static async begin(to: Storage, wanted: WantedContent, options: CopyUploadOptions): Promise<CopyUpload> {
    const digest = new ContentDigest();
    let recorded = false;
    const upload = await to.create(wanted.key, {
      signal: options.signal,
      digest,
      sizeHint: wanted.size,
      contentType: 'application/x-tar',
      metadata: options.metadata,
      onRetry: options.retried,
      onState: async (state) => {
        if (!(await options.uploading(state))) throw new CopyLost();
        crashPoint('upload/recorded');
        recorded = true;
      },
    });
    const lane = new Lane(options.name, upload);
    const begun = new CopyUpload(lane, new FanOut([lane], { signal: options.signal, digest }), digest, wanted, options);
    begun.recorded = recorded;
    return begun;
  }

  /** Bytes that the destination has taken. */
  get storedBytes(): number {
    return Math.max(0, this.fanOut.written - this.lane.queuedBytes);
  }

  /**
   * Every byte is there and right, and nothing but publishing is left.
   * @throws SourceFailed; the destination's failure; CopyLost
   */
  async fill(from: Storage): Promise<void> {
    const { digest, wanted } = this;
    const { signal } = this.options;
    try {
      await readSource(from, wanted, { digest, signal }, (chunk) => this.fanOut.write(chunk));
      await Promise.race([this.lane.drained(), aborted(signal)]);
      signal.throwIfAborted();
      if (!this.lane.live) throw this.lane.cause;
      // A driver that had nothing to tell before its first byte: without the key nobody would find what it publishes.
      if (!this.recorded && !(await this.options.uploading({}))) throw new CopyLost();
    } catch (error) {
      // The first cause: what the fan-out says then is only that no lane is left.
      throw this.lane.cause ?? error;
    }
  }

  /** Only behind the point of no return. @throws the destination's failure */
  async publish(): Promise<StoredObject> {
    const { size, sha256 } = this.wanted;
    const [result] = await this.fanOut.commit({ size, sha256 });
    return objectOf(result);
  }

  /** Never rejects; resolves when nothing is left, or what is left is known to the sweep. */
  async abort(cause: unknown): Promise<void> {
    await this.fanOut.abort(cause);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

function objectOf(result: LaneResult | undefined): StoredObject {
  if (result?.status === 'stored') return result.object;
  throw result?.cause;
}

import { maxChunkBytes, type ExpectedContent, type StoredObject, type Upload } from '../storage';

/** What became of one destination. */
export type LaneResult =
  | { readonly name: string; readonly status: 'stored'; readonly object: StoredObject }
  | { readonly name: string; readonly status: 'failed'; readonly cause: unknown };

type LaneState =
  | { readonly is: 'live' }
  | { readonly is: 'committing' }
  | { readonly is: 'stored'; readonly object: StoredObject }
  | { readonly is: 'failed'; readonly cause: unknown };

export const defaultLaneBytes = 16 * 1024 * 1024;

/**
 * One destination of a run: a bounded queue of shared buffers before its upload. It keeps its first failure, and no promise of
 * it is ever left without a handler.
 */
export class Lane {
  #state: LaneState = { is: 'live' };
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #peakQueuedBytes = 0;
  #pumping = false;
  #cleanup: Promise<void> = Promise.resolve();
  #waiters: (() => void)[] = [];

  /** @param cap bytes that may wait here, the chunk on its way included; two chunks at least. */
  constructor(
    readonly name: string,
    private readonly upload: Upload,
    private readonly cap = defaultLaneBytes,
  ) {
    if (cap < 2 * maxChunkBytes) throw new RangeError(`A lane needs room for ${2 * maxChunkBytes} bytes.`);
  }

  get status(): LaneState['is'] {
    return this.#state.is;
  }

  get live(): boolean {
    return this.#state.is === 'live';
  }

  /** The first failure; undefined while there is none. */
  get cause(): unknown {
    return this.#state.is === 'failed' ? this.#state.cause : undefined;
  }

  /** Bytes pushed and not yet taken by the destination. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get peakQueuedBytes(): number {
    return this.#peakQueuedBytes;
  }

  /** Queues the buffer by reference, at most `maxChunkBytes`; dropped when the lane isn't live. */
  push(chunk: Buffer): void {
    if (!this.live) return;
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.length;
    this.#peakQueuedBytes = Math.max(this.#peakQueuedBytes, this.#queuedBytes);
    if (!this.#pumping) void this.#pump();
  }

  /** One more chunk of any size fits below the cap, or nothing is taken here any more. */
  get hasRoom(): boolean {
    return !this.live || this.#queuedBytes <= this.cap - maxChunkBytes;
  }

  /** Resolves when it has room. Never rejects. */
  async room(): Promise<void> {
    while (!this.hasRoom) await this.#change();
  }

  /** Resolves when all that was pushed is taken, or the lane isn't live. Never rejects. */
  async drained(): Promise<void> {
    while (this.live && this.#pumping) await this.#change();
  }

  /** The first cause is kept; a lane that commits or has stored can't fail by this any more. */
  fail(cause: unknown): void {
    if (this.live) this.#end(cause);
  }

  /** Publishes what was pushed, after `drained()`. Resolves in every case, when nothing more happens here. */
  async commit(expected: ExpectedContent): Promise<void> {
    if (this.live) {
      this.#state = { is: 'committing' };
      try {
        this.#state = { is: 'stored', object: await this.upload.commit(expected) };
      } catch (cause) {
        this.#end(cause);
      }
    }
    await this.settled();
  }

  /** Resolves when the clean-up of a failed lane is over. Never rejects. */
  async settled(): Promise<void> {
    await this.#cleanup;
  }

  /** Rejects never; only for a lane that has ended. */
  result(): LaneResult | null {
    const { name } = this;
    switch (this.#state.is) {
      case 'stored':
        return { name, status: 'stored', object: this.#state.object };
      case 'failed':
        return { name, status: 'failed', cause: this.#state.cause };
      case 'live':
      case 'committing':
        return null;
    }
  }

  /** Ends by itself, and catches everything: nobody awaits it. */
  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      for (let chunk = this.#queue.shift(); chunk !== undefined && this.live; chunk = this.#queue.shift()) {
        await this.upload.write(chunk);
        if (this.live) this.#queuedBytes -= chunk.length;
        this.#changed();
      }
    } catch (cause) {
      this.fail(cause);
    }
    this.#pumping = false;
    this.#changed();
  }

  #end(cause: unknown): void {
    this.#state = { is: 'failed', cause };
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#cleanup = this.#abort(cause);
    this.#changed();
  }

  async #abort(cause: unknown): Promise<void> {
    try {
      await this.upload.abort(cause);
    } catch {
      // A driver that breaks the rule that abort never throws; the first cause says more than this one.
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #changed(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}

import type { ContentDigest } from '../content-digest';
import { maxChunkBytes, type ExpectedContent } from '../storage';
import { cancelled, misuse, StorageError } from '../storage-error';
import { raceSignal } from '../race-signal';
import type { Lane, LaneResult } from './lane';

interface FanOutOptions {
  /** The run's signal: waiting for a slow lane ends with it. */
  readonly signal: AbortSignal;
  /** The one that the uploads were created with: hashed here once, for all of them. */
  readonly digest?: ContentDigest;
}

/**
 * Writes one stream of bytes to one or more destinations. The slowest live lane sets the pace, a failed one is left behind, and
 * the run goes on while one is live. It is a `ByteSink` of `@stowbase/archive`.
 */
export class FanOut {
  #written = 0;
  #writing = false;
  #stopped: { readonly cause: unknown } | null = null;

  constructor(
    readonly lanes: readonly Lane[],
    private readonly options: FanOutOptions,
  ) {
    if (lanes.length === 0) throw new RangeError('A fan-out needs a lane.');
  }

  /** Bytes taken so far. */
  get written(): number {
    return this.#written;
  }

  /**
   * Resolves when every live lane has room again: wait for it before the next call. Any size; the buffer is never changed afterwards.
   * @throws AggregateError of the causes when no lane is live any more; what the signal was aborted with; a second call too early.
   */
  async write(chunk: Buffer): Promise<void> {
    this.#demandOpen();
    if (this.#writing) throw misuse('A fan-out was written to before it had room.');
    this.#writing = true;
    try {
      for (let start = 0; start < chunk.length; start += maxChunkBytes) {
        await this.#push(chunk.subarray(start, start + maxChunkBytes));
      }
      this.#demandLive();
    } catch (cause) {
      this.#stopped ??= { cause };
      throw cause;
    } finally {
      this.#writing = false;
    }
  }

  /** Publishes at every live lane. One result a lane, in their order; resolves when all clean-ups are over. Once, and only after the last write. */
  async commit(expected: ExpectedContent): Promise<LaneResult[]> {
    this.#demandOpen();
    if (this.#writing) throw misuse('A fan-out was committed while it was written to.');
    this.#stopped = { cause: misuse('A fan-out was used after its commit.') };
    if (expected.size !== this.#written) {
      const cause = new StorageError(
        'size-mismatch',
        `The backup has ${expected.size} bytes, but ${this.#written} were handed to the destinations.`,
        'Start the backup again; if it stays, report it.',
      );
      for (const lane of this.lanes) lane.fail(cause);
    }
    await Promise.all(this.lanes.map((lane) => this.#commitLane(lane, expected)));
    return this.#results();
  }

  /** Ends every live lane with the cause. Resolves when all clean-ups are over; never rejects. A lane that commits decides by itself. */
  async abort(cause: unknown): Promise<void> {
    this.#stopped ??= { cause };
    for (const lane of this.lanes) lane.fail(cause);
    await Promise.all(this.lanes.map((lane) => lane.settled()));
  }

  async #push(chunk: Buffer): Promise<void> {
    this.#demandLive();
    this.#written += chunk.length;
    this.options.digest?.add(chunk);
    for (const lane of this.lanes) lane.push(chunk);
    if (this.lanes.every((lane) => lane.hasRoom)) return;
    await raceSignal(Promise.all(this.lanes.map((lane) => lane.room())), this.options.signal);
  }

  async #commitLane(lane: Lane, expected: ExpectedContent): Promise<void> {
    try {
      await raceSignal(lane.drained(), this.options.signal);
    } catch (cause) {
      lane.fail(cause);
    }
    await lane.commit(expected);
  }

  #results(): LaneResult[] {
    return this.lanes.map((lane) => {
      const result = lane.result();
      if (result === null) throw misuse(`The lane ${lane.name} has not ended.`);
      return result;
    });
  }

  #demandOpen(): void {
    if (this.options.signal.aborted && this.#stopped === null) throw cancelled(this.options.signal.reason);
    if (this.#stopped !== null) throw this.#stopped.cause;
  }

  #demandLive(): void {
    if (this.lanes.some((lane) => lane.live)) return;
    const causes = this.lanes.map((lane) => lane.cause);
    throw new AggregateError(causes, 'No destination can take the backup any more.');
  }
}

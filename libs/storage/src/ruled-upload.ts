import { ContentDigest } from './content-digest';
import { raceSignal } from './race-signal';
import { abortWithinMs, maxChunkBytes } from './storage';
import type { CreateOptions, ExpectedContent, StoredObject, Upload } from './storage';
import { asStorageError, cancelled, misuse, StorageError } from './storage-error';

/** What a driver does for one object. The rules of `Upload` are kept around it, so that no driver states them again. */
export interface UploadSteps {
  /** Never empty, never before the last call has settled. */
  write(chunk: Buffer): Promise<void>;
  /** Sends what is left, makes the object visible, and returns what the store now says of it. */
  publish(expected: ExpectedContent): Promise<StoredObject>;
  /** Removes everything, also what `publish` made visible; may be called after any step, once. */
  discard(cause: unknown): Promise<void>;
}

type State = { readonly is: 'open' } | { readonly is: 'committing' } | { readonly is: 'stored' } | Failed;

interface Failed {
  readonly is: 'failed';
  readonly cause: Error;
  /** Resolves when what was written is removed, or couldn't be in time. */
  readonly discarded: Promise<void>;
}

/** Of the time that an abort has, so much is left for the request under way to end. Milliseconds. */
const lastWriteMs = 1_000;

/**
 * An upload that keeps the rules of the contract around the steps of a driver.
 * @param steps is given a signal that is aborted when the upload fails: requests should end with it.
 */
export class RuledUpload implements Upload {
  readonly #steps: UploadSteps;
  readonly #ended = new AbortController();
  readonly #digest: ContentDigest;
  readonly #hashesItself: boolean;
  readonly #stopListening: () => void;
  #state: State = { is: 'open' };
  #size = 0;
  #writing: Promise<void> | null = null;
  #committing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly key: string,
    { signal, digest }: CreateOptions,
    steps: (ended: AbortSignal) => UploadSteps,
  ) {
    this.#hashesItself = digest === undefined;
    this.#digest = digest ?? new ContentDigest();
    this.#steps = steps(this.#ended.signal);
    const onAbort = (): void => void this.#fail(cancelled(signal.reason));
    this.#stopListening = () => signal.removeEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  }

  async write(chunk: Buffer): Promise<void> {
    this.#demandOpen();
    if (this.#writing !== null)
      throw this.#fail(misuse(`"${this.key}" was written to before it could take more.`)).cause;
    if (chunk.length > maxChunkBytes) {
      throw this.#fail(misuse(`"${this.key}" was given ${chunk.length} bytes at once; ${maxChunkBytes} are the limit.`))
        .cause;
    }
    if (chunk.length === 0) return;
    try {
      this.#writing = this.#steps.write(chunk);
      await raceSignal(this.#writing, this.#ended.signal);
    } catch (cause) {
      throw this.#fail(asStorageError(cause, `writing "${this.key}"`)).cause;
    }
    this.#writing = null;
    this.#size += chunk.length;
    if (this.#hashesItself) this.#digest.add(chunk);
  }

  async commit(expected: ExpectedContent): Promise<StoredObject> {
    this.#demandOpen();
    if (this.#writing !== null) throw this.#fail(misuse(`"${this.key}" was committed during a write.`)).cause;
    this.#state = { is: 'committing' };
    this.#stopListening();
    const publishing = this.#publish(expected);
    this.#committing = publishing.catch(() => undefined);
    return publishing;
  }

  async abort(cause: unknown): Promise<void> {
    if (this.#state.is === 'open') this.#fail(cancelled(cause));
    if (this.#state.is === 'failed') await this.#state.discarded;
    if (this.#state.is === 'committing') await atMost(abortWithinMs, this.#committing);
  }

  async #publish(expected: ExpectedContent): Promise<StoredObject> {
    try {
      this.#compare(expected);
      const object = await this.#steps.publish(expected);
      if (object.size !== expected.size) throw sizeMismatch(this.key, expected.size, object.size, 'are stored');
      this.#state = { is: 'stored' };
      return object;
    } catch (cause) {
      const { cause: first, discarded } = this.#fail(asStorageError(cause, `publishing "${this.key}"`));
      await discarded;
      throw first;
    }
  }

  #compare({ size, sha256 }: ExpectedContent): void {
    if (size !== this.#size) throw sizeMismatch(this.key, size, this.#size, 'were written');
    if (sha256 === this.#digest.sha256) return;
    throw new StorageError(
      'damaged',
      `What was written to "${this.key}" is not what was made: the SHA-256 differs.`,
      'Start the backup again; if it stays, check the memory of this machine.',
    );
  }

  /** Keeps the first cause and begins to discard. Returns the first failure. */
  #fail(cause: Error): Failed {
    if (this.#state.is === 'failed') return this.#state;
    this.#stopListening();
    const failed: Failed = { is: 'failed', cause, discarded: atMost(abortWithinMs, this.#discard(cause)) };
    this.#state = failed;
    return failed;
  }

  async #discard(cause: Error): Promise<void> {
    this.#ended.abort(cause);
    if (this.#writing !== null) await atMost(lastWriteMs, this.#writing);
    await this.#steps.discard(cause);
  }

  #demandOpen(): void {
    switch (this.#state.is) {
      case 'open':
        return;
      case 'failed':
        throw this.#state.cause;
      case 'committing':
      case 'stored':
        throw misuse(`"${this.key}" was used after its commit.`);
    }
  }
}

/** Waits for the end of something, however it ends, but not for ever. Never rejects. */
async function atMost(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  promise.then(
    () => resolve(),
    () => resolve(),
  );
  await over;
  clearTimeout(timer);
}

function sizeMismatch(key: string, expected: number, found: number, done: string): StorageError {
  return new StorageError(
    'size-mismatch',
    `"${key}" should have ${expected} bytes, but ${found} ${done}.`,
    'Start the backup again; if it stays, the storage loses data: use another one.',
  );
}

import type { CreateOptions, ExpectedContent, Storage, StoredObject, Upload } from '../storage';
import { cancelled, StorageError } from '../storage-error';

type Operation = 'create' | 'get' | 'stat' | 'list' | 'delete' | 'usage' | 'sweep';

/** What goes wrong; nothing by default. */
export interface StorageFaults {
  /** Uploads fail once they have more than so many bytes. */
  readonly failAt?: number;
  /** Commits fail, and nothing is stored. */
  readonly failCommit?: boolean;
  /** Commits store the object and fail all the same, as after a lost reply. */
  readonly loseReply?: boolean;
  /** Writes wait for ever once an upload has more than so many bytes: until it is aborted. */
  readonly hangAt?: number;
  /** What the faults above fail with. */
  readonly error?: StorageError;
  /** One error: every call fails. Several: one a call, then calls succeed. */
  readonly calls?: Partial<Record<Operation, StorageError | readonly StorageError[]>>;
}

/** A storage that goes wrong as it is told to, and is right otherwise. */
export function faultyStorage(inner: Storage, faults: StorageFaults): Storage {
  const left = new Map(
    Object.entries(faults.calls ?? {}).map(([name, errors]) => [
      name,
      errors instanceof StorageError ? errors : [...errors],
    ]),
  );
  const fail = (operation: Operation): void => {
    const errors = left.get(operation);
    const error = errors instanceof StorageError ? errors : errors?.shift();
    if (error !== undefined) throw error;
  };
  return {
    async create(key, options) {
      fail('create');
      return new FaultyUpload(await inner.create(key, options), options, faults);
    },
    async get(key, options) {
      fail('get');
      return inner.get(key, options);
    },
    async stat(key) {
      fail('stat');
      return inner.stat(key);
    },
    async *list(prefix) {
      fail('list');
      yield* inner.list(prefix);
    },
    async delete(key, options) {
      fail('delete');
      return inner.delete(key, options);
    },
    async sweep(key, state) {
      fail('sweep');
      return inner.sweep(key, state);
    },
    async usage() {
      fail('usage');
      return (await inner.usage?.()) ?? { used: null, free: null };
    },
    ...(inner.unfinished === undefined ? {} : { unfinished: inner.unfinished.bind(inner) }),
    ...(inner.facts === undefined ? {} : { facts: inner.facts.bind(inner) }),
    close: () => inner.close(),
  };
}

class FaultyUpload implements Upload {
  #size = 0;
  #stopHanging: (cause: unknown) => void = () => undefined;

  constructor(
    private readonly inner: Upload,
    private readonly options: CreateOptions,
    private readonly faults: StorageFaults,
  ) {}

  async write(chunk: Buffer): Promise<void> {
    const { failAt = Infinity, hangAt = Infinity } = this.faults;
    this.#size += chunk.length;
    if (this.#size > failAt) return this.#fail();
    if (this.#size > hangAt) await this.#hang();
    return this.inner.write(chunk);
  }

  async commit(expected: ExpectedContent): Promise<StoredObject> {
    if (this.faults.failCommit === true) await this.#fail();
    const object = await this.inner.commit(expected);
    if (this.faults.loseReply === true) throw this.#error;
    return object;
  }

  async abort(cause: unknown): Promise<void> {
    this.#stopHanging(cause);
    await this.inner.abort(cause);
  }

  get #error(): StorageError {
    return this.faults.error ?? unplugged;
  }

  async #fail(): Promise<never> {
    await this.inner.abort(this.#error);
    throw this.#error;
  }

  #hang(): Promise<never> {
    const { signal } = this.options;
    return new Promise((_resolve, reject) => {
      const stop = (cause: unknown): void => reject(cancelled(cause));
      this.#stopHanging = stop;
      if (signal.aborted) stop(signal.reason);
      signal.addEventListener('abort', () => stop(signal.reason), { once: true });
    });
  }
}

/** One and the same every time, so that a test can compare causes. */
const unplugged = new StorageError('unreachable', 'The storage was unplugged by the test.', 'Plug it in again.');

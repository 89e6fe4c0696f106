import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { exactStream } from '../exact-stream';
import { rangeOf } from '../byte-range';
import { checkKey } from '../keys';
import { RuledUpload, type UploadSteps } from '../ruled-upload';
import type {
  CreateOptions,
  GetOptions,
  Storage,
  StorageFacts,
  StorageUsage,
  StoredObject,
  UploadState,
} from '../storage';
import { alreadyExists, notFound, StorageError } from '../storage-error';

interface Held {
  readonly object: StoredObject;
  readonly body: Buffer;
}

export interface MemoryStorageOptions {
  /** Keys that `list` reads at once; 100. */
  readonly pageSize?: number;
  /** So many bytes at the end of each object are lost silently. */
  readonly losesBytes?: number;
  /** Bytes for all objects together; beyond it an upload fails with `quota`. */
  readonly capacity?: number;
  /** The last one wins, against the rules. */
  readonly overwrites?: boolean;
  /** Written chunks are counted and hashed, and not kept: for large uploads, which can't be read back. */
  readonly discardsBodies?: boolean;
  readonly facts?: StorageFacts;
}

/** A storage in this process, with everything that a test wants to look at. */
export interface MemoryStorage extends Storage {
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Ids of uploads neither committed nor discarded. */
  readonly openUploads: ReadonlySet<string>;
}

export function memoryStorage(options: MemoryStorageOptions = {}): MemoryStorage {
  return new InMemory(options);
}

class InMemory implements MemoryStorage {
  readonly #held = new Map<string, Held>();
  readonly openUploads = new Set<string>();
  #uploads = 0;

  constructor(private readonly options: MemoryStorageOptions) {}

  get objects(): ReadonlyMap<string, Buffer> {
    return new Map([...this.#held].map(([key, { body }]) => [key, body]));
  }

  async create(key: string, options: CreateOptions): Promise<RuledUpload> {
    checkKey(key);
    if (this.#held.has(key)) throw alreadyExists(key);
    const uploadId = `upload-${(this.#uploads += 1)}`;
    await options.onState?.({ uploadId });
    this.openUploads.add(uploadId);
    return new RuledUpload(key, options, () => this.#steps(key, uploadId));
  }

  #steps(key: string, uploadId: string): UploadSteps {
    let chunks: Buffer[] = [];
    let size = 0;
    let published = false;
    return {
      write: (chunk) => {
        size += chunk.length;
        if (size > this.#free()) return Promise.reject(full(key));
        if (this.options.discardsBodies !== true) chunks.push(chunk);
        return Promise.resolve();
      },
      publish: () => {
        if (this.#held.has(key) && this.options.overwrites !== true) return Promise.reject(alreadyExists(key));
        const body = Buffer.concat(chunks).subarray(0, Math.max(0, size - (this.options.losesBytes ?? 0)));
        const stored = this.options.discardsBodies === true ? size : body.length;
        const etag = `"${createHash('sha256').update(body).update(uploadId).digest('hex')}"`;
        this.#held.set(key, { object: { key, size: stored, etag, modified: new Date() }, body });
        published = true;
        this.openUploads.delete(uploadId);
        return this.stat(key);
      },
      discard: () => {
        chunks = [];
        if (published) this.#held.delete(key);
        this.openUploads.delete(uploadId);
        return Promise.resolve();
      },
    };
  }

  async get(key: string, options: GetOptions = {}): Promise<Readable> {
    const { object, body } = await this.#find(key);
    const { start, end } = rangeOf(object, options);
    return exactStream(Readable.from([body.subarray(start, end)], { objectMode: false }), {
      key,
      bytes: end - start,
      signal: options.signal,
    });
  }

  async stat(key: string): Promise<StoredObject> {
    return (await this.#find(key)).object;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    await Promise.resolve();
    const keys = [...this.#held.keys()].filter((key) => key.startsWith(prefix)).sort();
    for (const key of keys) {
      const held = this.#held.get(key);
      if (held !== undefined) yield held.object;
    }
  }

  delete(key: string): Promise<void> {
    return this.#checked(key, () => void this.#held.delete(key));
  }

  usage(): Promise<StorageUsage> {
    const free = this.options.capacity === undefined ? null : this.#free();
    return Promise.resolve({ used: this.#used(), free });
  }

  facts(): Promise<StorageFacts> {
    return Promise.resolve(this.options.facts ?? { tls: null, clockSkewMs: null, versioning: false, locking: false });
  }

  sweep(key: string, { uploadId }: UploadState): Promise<void> {
    return this.#checked(key, () => {
      if (uploadId !== undefined) this.openUploads.delete(uploadId);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #checked(key: string, work: () => void): Promise<void> {
    await Promise.resolve();
    checkKey(key);
    work();
  }

  async #find(key: string): Promise<Held> {
    await Promise.resolve();
    const held = this.#held.get(checkKey(key));
    if (held === undefined) throw notFound(key);
    return held;
  }

  #used(): number {
    return [...this.#held.values()].reduce((sum, { object }) => sum + object.size, 0);
  }

  #free(): number {
    return (this.options.capacity ?? Number.MAX_SAFE_INTEGER) - this.#used();
  }
}

const full = (key: string): StorageError =>
  new StorageError('quota', `The storage was full while "${key}" was written.`, 'Free some space, then start again.');

import { lstat, rm, type FileHandle } from 'node:fs/promises';
import type { UploadSteps } from '../../ruled-upload';
import type { ExpectedContent, StoredObject } from '../../storage';
import { lastStepMs, withinStallLimit } from '../../stall-limit';
import { StorageError } from '../../storage-error';
import { diskFull, fileError } from './file-error';
import { giveName } from './give-name';
import { objectOf } from './local-object';
import { overLimit } from './local-space';
import type { OpenFolder } from './open-folder';

/** Small writes (tar headers) are gathered up to this size. */
const gatherBytes = 256 * 1024;
/** So many bytes go to the disk at once while more are made: left to the end, a large file waits for seconds there. */
const flushBytes = 64 * 1024 * 1024;

export interface LocalTarget {
  readonly key: string;
  /** The last segment of the key. */
  readonly name: string;
  readonly tempName: string;
  /** Held open until the upload ends. */
  readonly folder: OpenFolder;
  readonly file: FileHandle;
  /** Bytes that fit below the destination's own limit. */
  readonly allowance: number;
}

/** Writes one object to a hidden file beside its place, and gives it its name at the end. */
export class LocalUpload implements UploadSteps {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #written = 0;
  #unflushed = 0;
  #flushing: Promise<void> | null = null;
  /** A disk tells of an error once, to whoever asks first: it is kept until the next step. */
  #flushFailure: { readonly cause: unknown } | null = null;
  #published = false;

  constructor(private readonly target: LocalTarget) {}

  async write(chunk: Buffer): Promise<void> {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#written + this.#pendingBytes > this.target.allowance) throw overLimit(this.target.key);
    if (this.#pendingBytes >= gatherBytes) await this.#drain();
  }

  async publish({ size }: ExpectedContent): Promise<StoredObject> {
    const { key, name, tempName, folder, file } = this.target;
    try {
      await this.#drain();
      await this.#flushing;
      this.#throwIfFlushFailed();
      await withinStallLimit(file.sync(), key, lastStepMs);
      demandSize(key, size, (await file.stat()).size);
      await file.close();
      await giveName(folder.at(tempName), folder.at(name), key);
      this.#published = true;
      await rm(folder.at(tempName), { force: true });
      await folder.sync();
      const object = objectOf(key, await lstat(folder.at(name), { bigint: true }));
      demandSize(key, size, object.size);
      await folder.close();
      return object;
    } catch (cause) {
      throw fileError(cause, key);
    }
  }

  async discard(): Promise<void> {
    const { name, tempName, folder, file } = this.target;
    this.#pending = [];
    await this.#flushing;
    await file.close().catch(() => undefined);
    try {
      await rm(folder.at(tempName), { force: true });
      if (this.#published) await rm(folder.at(name), { force: true });
    } finally {
      await folder.close();
    }
  }

  async #drain(): Promise<void> {
    const [first] = this.#pending;
    if (first === undefined) return;
    const chunk = this.#pending.length === 1 ? first : Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    try {
      await this.#writeFully(chunk);
    } catch (cause) {
      throw fileError(cause, this.target.key);
    }
    this.#throwIfFlushFailed();
    this.#unflushed += chunk.length;
    if (this.#unflushed >= flushBytes && this.#flushing === null) this.#flush();
  }

  /** The system may take less than it was given, and says why at the next call. */
  async #writeFully(chunk: Buffer): Promise<void> {
    for (let offset = 0; offset < chunk.length;) {
      const length = Math.min(gatherBytes, chunk.length - offset);
      const writing = this.target.file.write(chunk, offset, length, this.#written);
      const { bytesWritten } = await withinStallLimit(writing, this.target.key);
      if (bytesWritten === 0) throw diskFull(this.target.key);
      offset += bytesWritten;
      this.#written += bytesWritten;
    }
  }

  #flush(): void {
    this.#unflushed = 0;
    this.#flushing = this.target.file
      .datasync()
      .catch((cause: unknown) => void (this.#flushFailure ??= { cause }))
      .finally(() => (this.#flushing = null));
  }

  #throwIfFlushFailed(): void {
    if (this.#flushFailure !== null) throw fileError(this.#flushFailure.cause, this.target.key);
  }
}

function demandSize(key: string, expected: number, onDisk: number): void {
  if (onDisk === expected) return;
  throw new StorageError(
    'size-mismatch',
    `"${key}" should have ${expected} bytes, but the disk has ${onDisk}.`,
    'Check the disk, then start the backup again.',
  );
}

import type { Readable } from 'node:stream';
import type { ContentDigest } from './content-digest';
import type { StorageError } from './storage-error';

/** What is at a key. Sizes are bytes; `etag` and `versionId` are the store's own words, where it has them. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly etag?: string;
  readonly versionId?: string;
  readonly modified: Date;
  /** Until then the store itself refuses to delete it. */
  readonly lockedUntil?: Date;
}

/** What is needed to find what an upload has left behind: `{ uploadId }`, `{ tempName }`. No secrets. */
export interface UploadState {
  readonly [name: string]: string;
}

/** A request of an upload that failed and is made again: which attempt that was, from 1, and why. */
export interface UploadRetry {
  readonly attempt: number;
  readonly cause: StorageError;
}

/** An upload that was begun and neither published nor removed. */
export interface UnfinishedUpload {
  /** Where it was to go; where the store doesn't know, a key in the same folder. */
  readonly key: string;
  /** For `sweep`. */
  readonly state: UploadState;
  readonly begun: Date;
}

export interface CreateOptions {
  /** Aborting it ends the upload as `abort` does, until `commit` was called. */
  readonly signal: AbortSignal;
  /** An upper estimate in bytes: part sizes and the look at free space follow it. */
  readonly sizeHint?: number;
  readonly contentType?: string;
  /** ASCII names and values. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * Awaited before the first byte leaves; what it was given goes to `sweep` when the process dies. What it rejects with, `create`
   * rejects with.
   */
  readonly onState?: (state: UploadState) => Promise<void>;
  /** Told when a part or chunk failed and is sent again from its buffer. */
  readonly onRetry?: (retry: UploadRetry) => void;
  /** Fed once by the fan-out for all destinations; without it the upload hashes for itself. */
  readonly digest?: ContentDigest;
}

/** What the writer says that it wrote: bytes, and SHA-256 as 64 lower-case hex digits. */
export interface ExpectedContent {
  readonly size: number;
  readonly sha256: string;
}

/** The largest `chunk` of `Upload.write`, bytes. */
export const maxChunkBytes = 4 * 1024 * 1024;

/** How long `Upload.abort` may take, milliseconds. */
export const abortWithinMs = 2_000;

/**
 * One object on its way. There is no end of a stream that could be mistaken for "done": only `commit` publishes.
 *
 * - Until commit resolves nothing is visible at the key.
 * - Commit is called once, and is the only thing that publishes.
 * - Commit publishes nothing when size or SHA-256 differ from what was asked.
 * - A failed write rejects with the first cause for ever.
 * - A commit that fails leaves nothing.
 * - Abort leaves nothing.
 * - Abort frees its sockets.
 * - A link that is slow and healthy fails no upload.
 * - Abort is idempotent, never throws, and does nothing after commit.
 * - While a commit is under way, abort leaves the decision to it.
 * - The signal ends an upload as abort does.
 * - Bodies of any size are stored whole.
 *
 * Abort takes two seconds at most: what can't be removed by then stays to be swept. Memory is bounded: `write` waits while the
 * driver's own buffers are full.
 */
export interface Upload {
  /** At most `maxChunkBytes`, one call at a time. Resolves when more can be taken. The buffer is never changed afterwards. */
  write(chunk: Buffer): Promise<void>;
  commit(expected: ExpectedContent): Promise<StoredObject>;
  abort(cause: unknown): Promise<void>;
}

export interface GetOptions {
  /** Bytes [start, end): `end` is exclusive and not behind the object's end. */
  readonly range?: { readonly start: number; readonly end: number };
  /** The ETag of `stat`: another one is `damaged`. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/** Bytes; null where the store doesn't say. */
export interface StorageUsage {
  readonly used: number | null;
  readonly free: number | null;
}

/** What a driver knows about its place beyond the contract; null where it doesn't know. */
export interface StorageFacts {
  readonly tls: 'verified' | 'none' | null;
  /** The store's clock minus ours, milliseconds. */
  readonly clockSkewMs: number | null;
  /** A delete keeps the bytes as an older version. */
  readonly versioning: boolean | null;
  /** New objects are locked against deletion. */
  readonly locking: boolean | null;
  /** The store itself refused to overwrite an object (true), or did it (false); absent where the driver doesn't watch for it. */
  readonly conditions?: boolean | null;
}

/**
 * A place for backups. Each line is a rule, and a case of the conformance suite (`describeStorage`) has the same words.
 *
 * - The state of an upload is stored before its first byte leaves.
 * - A sweep removes what a dead upload left, and nothing else.
 * - An existing key is never overwritten.
 * - Of two uploads to one key exactly one is stored.
 * - A range is exactly that range, or an error.
 * - List gives every key under the prefix, also past a page.
 * - Delete of what is gone succeeds.
 * - Stat and get of what is missing reject with not-found.
 * - A bad key is refused before any request.
 * - Odd names come back as they were given.
 * - Errors are of a closed kind, with a plain sentence and a next step.
 * - Parallel uploads to different keys don't disturb each other.
 * - A configuration survives JSON.
 * - No redirect is followed.
 *
 * Every promise rejects with a `StorageError`.
 */
export interface Storage {
  /** Rejects with `already-exists` when the key is taken. */
  create(key: string, options: CreateOptions): Promise<Upload>;
  /** The stream is destroyed with a `StorageError` when it isn't complete: a short body never ends well. */
  get(key: string, options?: GetOptions): Promise<Readable>;
  stat(key: string): Promise<StoredObject>;
  /** Keys that begin with the prefix, which is text and not a folder; order isn't promised. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** `versionId` where the store keeps versions. A refusal by a lock is `locked` with its date. */
  delete(key: string, options?: { readonly versionId?: string }): Promise<void>;
  usage?(): Promise<StorageUsage>;
  facts?(): Promise<StorageFacts>;
  /** Removes what a dead process left of an upload, by the state that `onState` was given. Gone already is done. */
  sweep(key: string, state: UploadState): Promise<void>;
  /**
   * Uploads below the prefix that were begun in our way and not ended, whoever began them: another installation may use the same place. For
   * somebody who asks; a sweep goes by what it knows itself. Missing where the store forgets them by itself, or can't list them.
   */
  unfinished?(prefix: string): AsyncIterable<UnfinishedUpload>;
  close(): Promise<void>;
}

import type { ArchiveIdentity } from '../identity';
import type { Compression } from '../manifest';

/**
 * Where an archive's bytes go, in order. `write` resolves when the sink can take more: that is the back-pressure. The caller
 * never touches a buffer again after it was written.
 */
export interface ByteSink {
  write(chunk: Buffer): Promise<void>;
}

export interface ArchiveWriterOptions {
  readonly sink: ByteSink;
  readonly identity: ArchiveIdentity;
  readonly compression: Compression;
  /** `age1…` keys; none means no encryption. */
  readonly recipients: readonly string[];
  /** How many members are compressed at once; default min(cores + 1, 4). */
  readonly window?: number;
  readonly signal?: AbortSignal;
}

export interface ArchiveSummary {
  /** Size of the file in bytes. */
  readonly storedBytes: number;
  /** The members' bytes before compression and encryption. */
  readonly rawBytes: number;
  /** How many members the manifest lists. */
  readonly members: number;
  readonly fileSha256: string;
  readonly finishedAt: Date;
}

/** Milliseconds and bytes so far. Work of several members at once adds up, so `busyMs` may exceed the time that passed. */
export interface WriterCounters {
  readonly rawBytes: number;
  /** Bytes the sink has taken. */
  readonly storedBytes: number;
  /** Members begun. */
  readonly members: number;
  readonly busyMs: { readonly compress: number; readonly encrypt: number };
  /** `window`: callers waited for a member to be done; `sink`: the writer waited for its sink. */
  readonly waitMs: { readonly window: number; readonly sink: number };
}

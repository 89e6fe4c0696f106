import type { Contents } from '../contents';
import type { Manifest, ManifestMember } from '../manifest';
import type { MemberGroup, MemberKind } from '../members';

/** 1: every hash and the hash over the file. 2: also every member decrypted, decompressed, measured, its COPY blocks closed. */
export type VerifyLevel = 1 | 2;

export interface ReadOptions {
  /** `AGE-SECRET-KEY-…` lines; needed for what is encrypted. */
  readonly identity?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface VerifyOptions extends ReadOptions {
  /**
   * Level 2 only. `size`: rows whose zstd frame states its size, and the right one, are not decoded: what a restore asks, which
   * decodes them anyway and would otherwise do so twice. Encrypted ones are, and those that state no size. Default `decode`.
   */
  readonly rows?: 'decode' | 'size';
  /** Bytes of the file checked so far; the total is null for a stream. */
  onProgress?(progress: { bytes: number; totalBytes: number | null }): void;
}

export interface DamagedMember {
  readonly member: string;
  readonly table: string | null;
  /** The bytes [start, end) of the file. */
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

export interface VerifyReport {
  /** True only when nothing is damaged. */
  readonly ok: boolean;
  readonly level: VerifyLevel;
  readonly backupId: string;
  /** How many members the manifest lists. */
  readonly members: number;
  /** Size of the file in bytes. */
  readonly storedBytes: number;
  readonly fileSha256: string;
  readonly damaged: readonly DamagedMember[];
}

/** A SQL member, with its name taken apart. */
export interface ArchiveMember extends ManifestMember {
  readonly number: number;
  readonly group: MemberGroup;
  readonly kind: MemberKind;
}

/** An archive whose END and manifest were proven to belong together. Its members are proven when they are read, or by `verify`. */
export interface Archive {
  readonly manifest: Manifest;
  /** Size of the file in bytes. */
  readonly size: number;
  /** The SQL members, in the order of restoring. */
  readonly members: readonly ArchiveMember[];
  /** @throws ArchiveError `identity-needed` or `wrong-identity` when it is encrypted. */
  contents(): Promise<Contents>;
  readme(): Promise<string>;
  /**
   * A member's plain SQL. Up to 8 MiB of stored bytes the hash is checked before the first byte is given; a longer member (one
   * long row) fails at its end. Never more bytes than the manifest says.
   */
  readMember(name: string): AsyncIterable<Buffer>;
  verify(level: VerifyLevel, options?: Omit<VerifyOptions, 'identity'>): Promise<VerifyReport>;
  close(): Promise<void>;
}

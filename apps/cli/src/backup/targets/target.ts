import type { CreateOptions, StoredObject, Upload } from '@stowbase/storage';

/** What the archive of a backup is called, known before its first byte. */
export interface AnnouncedArchive {
  readonly backupId: string;
  /** `<project>_<time>_<16 hex>-1.tar`. */
  readonly fileName: string;
}

/** One of the places that `--out` names. */
export interface Target {
  /** As it was typed. */
  readonly name: string;
  /** Standard output: what the command says goes elsewhere. */
  readonly isStandardOutput: boolean;
  /** A destination: it compares the SHA-256 of what it was given, and what it took is removed over the network. */
  readonly isFar: boolean;
  /**
   * Looks whether it can take the archive, before the database is asked for anything.
   * @throws CliError wrong use, which ends the command; anything else ends this copy alone
   */
  prepare(archive: AnnouncedArchive): Promise<void>;
  /** Begins anew when the dump does; what was written before is gone then. */
  begin(archive: AnnouncedArchive, options: CreateOptions, restart: number): Promise<Upload>;
  /**
   * Reads back what is stored there: its size, its END and its manifest.
   * @returns where it is, as commands take it; null where nobody can look (standard output)
   */
  prove(object: StoredObject, archive: AnnouncedArchive): Promise<string | null>;
  /** After an upload that failed: whether something of it may be left, and how to get rid of it. One sentence, or null. */
  leftovers(): Promise<string | null>;
  close(): Promise<void>;
}

import type { ArchiveSummary, ByteSink, Compression, Contents } from '@stowbase/archive';
import type { Connect, ConnectionSettings } from '@stowbase/postgres';

export type BackupType = 'full' | 'schema' | 'data';

/** Something worth knowing that didn't stop the backup; it is stored in `contents.json`. */
export interface Warning {
  code: string;
  text: string;
  object?: string;
}

/** Where the archive goes. `abort` removes whatever was written; nothing may stay under the final name. */
export interface OutputSink extends ByteSink {
  abort?(cause: unknown): Promise<void>;
}

export interface BackupRequest {
  source: ConnectionSettings;
  type: BackupType;
  compression: Compression;
  /** age X25519 recipients; empty = not encrypted. */
  recipients: readonly string[];
  /** Migration history (`supabase_migrations`). */
  history: boolean;
  /** Large objects (`lo_create`); default true. They belong to no schema or table, so nothing else leaves them out. */
  largeObjects?: boolean;
  /** Schema names; `*` and `?` are wildcards. Left out with all they hold. */
  excludeSchemas: readonly string[];
  /** `schema.table`; `*` and `?` are wildcards. Rows are left out, the definition stays. */
  excludeTables: readonly string[];
  /** Dumps that read rows at once, 1 or more; `auto`: two where it is worth it and the server has room. Needs up to jobs + 4 connections. */
  jobs: number | 'auto';
  backupId: string;
  attempt: number;
  /** Part of the archive's file name, which its README.txt names. */
  createdAt: Date;
  projectSlug: string;
  projectName: string;
  projectRef: string | null;
  stowbaseVersion: string;
  clientDirs?: string[];
  /** How to open the TCP socket; default: directly. pg_dump opens its own: it goes to `source.hostAddress` where that is set. */
  connect?: Connect;
  /** How long to wait for a table lock, seconds; default 60. */
  lockWaitSeconds?: number;
  /** No byte from pg_dump for so long ends the run, seconds; default 300. */
  stallSeconds?: number;
  /** Longest duration of one pg_dump, seconds; default none. */
  maxSeconds?: number;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  onWarning?: (warning: Warning) => void;
  /**
   * Called before the first byte, and again when the dump has to start anew with a new snapshot (the former sink was aborted
   * then). A sink that can't start anew, such as standard output, throws. `estimatedRawBytes` as in `Progress`: what a destination can
   * choose its part sizes by, and look at its free space.
   */
  openOutput: (attempt: { restart: number; estimatedRawBytes: number | null }) => Promise<OutputSink>;
  /** Waits between two tries to connect, ms; tests hand in their own. */
  pause?: (ms: number) => Promise<void>;
}

export type Stage = 'connect' | 'snapshot' | 'roles' | 'schema' | 'data' | 'finish';

export interface Progress {
  stage: Stage;
  /** SQL bytes handed to the archive so far. */
  rawBytes: number;
  /** Archive bytes written so far. */
  storedBytes: number;
  /** The table being read, as `schema.table`. */
  table?: string;
  tablesDone: number;
  tablesTotal: number;
  /** Rows of the tables that are done. */
  rowsDone: number;
  /** From table sizes on disk: an order of magnitude, not a promise. */
  estimatedRawBytes: number | null;
  /** As in {@link StageTimes}, so far: which side holds the other up. */
  waitedForArchive: number;
  waitedForDump: number;
}

export interface Gap {
  component: string;
  status: string;
  reason: string;
}

/** Seconds of each stage, and what was waited for inside it: where the time goes. */
export interface StageTimes {
  stages: { stage: Stage; seconds: number }[];
  /** Time spent waiting for the archive (compression, encryption, destination), seconds. */
  waitedForArchive: number;
  /** Time spent waiting for pg_dump's next bytes, seconds. */
  waitedForDump: number;
}

export interface BackupResult {
  summary: ArchiveSummary;
  contents: Contents;
  gaps: Gap[];
  limits: Contents['limits'];
  warnings: Warning[];
  /** Dumps that read rows at once, as asked for or as `auto` chose. */
  jobs: number;
  profile: StageTimes;
}

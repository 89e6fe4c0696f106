import type { Archive } from '@stowbase/archive';
import type { Connect, ConnectionSettings } from '@stowbase/postgres';
import type { RestorePlan } from './plan/restore-plan';
import type { TableName } from './table-name';

/**
 * `empty`: the target has no objects of a user. `add`: it may have some, any collision refuses, nothing is dropped. `replace`: the
 * colliding objects that the plan names are dropped, never by CASCADE, after a safety backup, in the same transaction.
 */
export type RestoreMode = 'empty' | 'add' | 'replace';

/** A part of the archive. `to` is `from` unless the table comes back under another name. */
export type Selection =
  | { readonly kind: 'roles' | 'schema' | 'data' | 'history' }
  | { readonly kind: 'table'; readonly from: TableName; readonly to: TableName };

export interface PlanRequest {
  /** Opened with the identity where it is encrypted. */
  readonly archive: Archive;
  /** The whole file's sha256 as somebody trustworthy recorded it; without it the plan says "origin not proven". */
  readonly expectedFileSha256?: string;
  readonly target: ConnectionSettings;
  readonly mode: RestoreMode;
  /** Empty = everything. */
  readonly only: readonly Selection[];
  /** A target of an older major than the source's is refused unless this is true. */
  readonly allowOlderServer?: boolean;
  /** Goes on with a restore in steps that was left unfinished. */
  readonly resume?: boolean;
  /** How to open the TCP socket; default: directly. */
  readonly connect?: Connect;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RestoreProgress) => void;
}

export interface RestoreRequest extends PlanRequest {
  /** What the person typed: the target's project ref, or its database name where it has no ref. */
  readonly confirmation: string;
  /** Called once the plan is known and free of conflicts; what it gives takes the place of `confirmation`. Rejecting ends the restore. */
  readonly confirm?: (plan: RestorePlan) => Promise<string>;
  /** 1: one transaction. More: step mode with so many connections. */
  readonly jobs: number;
  /** Mode `replace`: called after the plan was found possible and before the first change; must resolve only when stored and checked. */
  readonly safetyBackup?: (plan: RestorePlan) => Promise<SafetyBackup>;
  readonly onWarning?: (warning: RestoreWarning) => void;
  /** How long a statement waits for a lock, seconds; default 60. */
  readonly lockWaitSeconds?: number;
}

export interface SafetyBackup {
  /** Where it is, for people. */
  readonly place: string;
  readonly fileSha256: string;
  /** What of the target isn't in it, for people; left out or empty when everything is. */
  readonly gaps?: readonly string[];
}

/** Something worth knowing that didn't stop the restore; `text` is one sentence, `object` names what it is about. */
export interface RestoreWarning {
  readonly code: string;
  readonly text: string;
  readonly object?: string;
}

export type RestoreStage = 'check' | 'plan' | 'safety' | 'prepare' | 'definitions' | 'rows' | 'finish' | 'compare';

export interface RestoreProgress {
  readonly stage: RestoreStage;
  /** In `check`: bytes of the archive checked. Later: SQL bytes sent. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** The table being written, as `schema.table`. */
  readonly table?: string;
}

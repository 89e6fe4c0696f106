import type { Actor } from '../../accounts/access';
import type { BackupOptions } from '../backup-options';
import type { BackupTrigger, BackupTypeName } from '../backup.entity';

/** The right to work on one run. Whoever has the row's last token has it; everybody else writes nothing. */
export interface Claim {
  readonly backupId: string;
  readonly projectId: string;
  readonly token: number;
  /** Counts from 1; part of every object's key. */
  readonly attempt: number;
  readonly copies: readonly ClaimedCopy[];
}

/** One attempt of a queued run, as it is given to whoever has a place for it. A ticket that is too old opens nothing. */
export interface Ticket {
  readonly backupId: string;
  /** The one that would begin now: counts from 1. */
  readonly attempt: number;
}

/** A queued run whose turn it is. */
export interface Waiting extends Ticket {
  readonly projectId: string;
}

/** Where this attempt's archive goes. */
export interface ClaimedCopy {
  readonly id: string;
  /** Null: the browser. */
  readonly destinationId: string | null;
  /** As the destination was called when it was asked. */
  readonly name: string;
}

/** What somebody asks for: a backup of a project to destinations. */
export interface NewRun {
  readonly project: { readonly id: string; readonly name: string };
  readonly trigger: BackupTrigger;
  readonly type: BackupTypeName;
  readonly options: BackupOptions;
  /** age recipients; empty: not encrypted. */
  readonly recipients: readonly string[];
  /** At least one, except for a direct run, whose only copy is the browser's. */
  readonly destinations: readonly {
    readonly id: string;
    readonly name: string;
    /** Nothing goes there now. Its copy is one that isn't stored, from the start. */
    readonly refused?: RefusedDestination;
  }[];
  /** Null: the service itself, by a schedule. */
  readonly actor: Actor | null;
  readonly notes?: string;
  /** Whose it is; slot null: somebody asked for it, beside its slots. */
  readonly schedule?: { readonly id: string; readonly slot: Date | null };
  /** Seconds after which it is ended as failed; left out: as the service has it. */
  readonly maxRunSeconds?: number | null;
  /** Of the header Idempotency-Key: hashes, see `idempotency.ts`. */
  readonly idempotency?: { readonly id: string; readonly bodySha256: string };
}

/** Destinations that a schedule names and that take no backups now. */
const refusals = ['DESTINATION_NOT_FOUND', 'DESTINATION_CLOSING', 'DESTINATION_DISABLED'] as const;
export interface RefusedDestination {
  readonly code: (typeof refusals)[number];
  readonly text: string;
}
export const isRefusal = (code: string | null): code is RefusedDestination['code'] =>
  refusals.some((one) => one === code);

/** Why a run or a copy ended badly: a stable code, one plain sentence, a next step. Never a secret. */
export interface RunError {
  readonly code: string;
  readonly text: string;
  readonly next: string;
}

/** What is known of the archive once END is written and nothing is published yet. Bytes; SHA-256 as 64 hex digits. */
export interface RunFacts {
  readonly snapshotTime: Date;
  readonly rawBytes: number;
  readonly storedBytes: number;
  readonly sha256: string;
  readonly gaps: readonly { readonly component: string; readonly status: string; readonly reason: string }[];
  /** The summary that the page shows; null when there is none. */
  readonly contents: object | null;
  readonly profile: object | null;
}

/**
 * How a run ended.
 * - `succeeded`: every copy is settled. At least one is stored (or delivered), else the run becomes `failed` all the same.
 * - `failed`: the uploads are aborted. `retriable`: what may go away by itself (connection, rate, lock); it is tried again while the
 *   policy allows. A cancel that was asked for meanwhile wins.
 * - `stopped`: the signal was aborted and the uploads with it. The row says why: cancelled, or interrupted (and queued again once).
 */
export type Outcome =
  | { readonly status: 'succeeded' }
  | { readonly status: 'failed'; readonly error: RunError; readonly retriable: boolean }
  | { readonly status: 'stopped' };

/** What became of one copy. `stored` and `delivered` only while the run is `committing`. */
export type CopyResult =
  | {
      readonly status: 'stored';
      readonly object: {
        readonly size: number;
        readonly etag?: string;
        readonly versionId?: string;
        readonly lockedUntil?: Date;
      };
      readonly sha256: string;
    }
  | { readonly status: 'failed'; readonly code: string; readonly text: string }
  | { readonly status: 'delivered'; readonly size: number; readonly sha256: string };

/** What the row says about a claim. */
export interface ClaimState {
  /** Somebody else has the run, or it has ended: write nothing more. */
  readonly lost: boolean;
  readonly cancelRequested: boolean;
}

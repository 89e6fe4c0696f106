import type { ArchiveMember } from '@stowbase/archive';
import type { CopyBeginPart, StatementPart } from '@stowbase/sql-stream';

/** `run` with the text to send (rewritten or as it stands), or `skip` with the reason that people read. A skipped COPY skips its rows. */
export type Decision =
  | { readonly do: 'run'; readonly text: Buffer; readonly copyTarget?: { schema: string; table: string } }
  | { readonly do: 'skip'; readonly reason: string };

/**
 * What a restore sends, decided by the plan: which members in which order, and what becomes of each statement in them. Pure: asked
 * twice about the same statement it answers the same.
 */
export interface RestoreScript {
  /** Of the archive, in its order; `optional/` never, `platform/` only for a plain target. */
  readonly members: readonly ArchiveMember[];
  /** `index` counts the statements and COPYs of the member from 0. */
  decide(part: StatementPart | CopyBeginPart, member: ArchiveMember, index: number): Decision;
  /** True on a plain target without superuser rights: a statement refused for want of a right is named, and the restore goes on. */
  readonly toleratesMissingRights: boolean;
}

/** As it stands. */
export const runAsItIs = (part: StatementPart | CopyBeginPart): Decision => ({ do: 'run', text: part.text });

import type { ArchiveMember } from '@stowbase/archive';
import type { CopyBeginPart, StatementPart } from '@stowbase/sql-stream';
import type { RestoreWarning } from '../request';
import type { TableName } from '../table-name';

/**
 * `run` with the text to send (rewritten or as it stands; it may be several statements, all of them or none), or `skip` with the reason
 * that people read. A skipped COPY skips its rows.
 */
export type Decision =
  | {
      readonly do: 'run';
      readonly text: Buffer;
      readonly copyTarget?: { schema: string; table: string };
      /** Of a COPY, whose own text must stand alone: statements to send just before it, in the same session; not counted. */
      readonly before?: Buffer;
    }
  | {
      readonly do: 'skip';
      readonly reason: string;
      /** Nobody asked for it (`--only`): it is neither named in the plan nor in the report. */
      readonly unasked?: true;
      /** Another step of the same restore sends it: nothing is left out. */
      readonly elsewhere?: true;
    };

/** A table whose rows a narrowed script writes; `to` is `from` unless it comes back under another name. */
export interface SelectedTable {
  readonly from: TableName;
  readonly to: TableName;
  readonly rows: number;
}

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
  /** Only where a selection narrowed the script: the tables whose rows it writes, those without a row too. Else all of the contents. */
  readonly tables?: readonly SelectedTable[];
  /** What narrowing it brought up, for the plan's own warnings. */
  readonly warnings?: readonly RestoreWarning[];
}

/** As it stands. */
export const runAsItIs = (part: StatementPart | CopyBeginPart): Decision => ({ do: 'run', text: part.text });

import type { ArchiveMember } from '@stowbase/archive';
import type { Client } from 'pg';
import type { Aftermath } from './aftermath';
import type { RunContext, RunCounts } from './run-types';

export interface MemberRunnerOptions {
  /** Made by `openRestoreConnection`; used by nobody else while a member runs. */
  readonly client: Client;
  readonly context: RunContext;
  /** Added to when a member has ended well. */
  readonly counts: RunCounts;
  /** Default `as-it-was`. */
  readonly aftermath?: Aftermath;
}

export interface MemberOptions {
  /** Is read and decompressed while this one is sent. */
  readonly next?: ArchiveMember;
  /** Rows that a CHECK refuses are the end, also the first time. */
  readonly lastTry?: boolean;
}

/** `put-aside`: rows were refused by a CHECK that may read other tables; nothing of the member is left, run it again after the others. */
export type MemberOutcome = 'done' | 'put-aside';

/** Sends members of the archive, one after the other, as the script decides, inside whatever transaction is open on the client. */
export class MemberRunner {
  constructor(private readonly options: MemberRunnerOptions) {}

  /**
   * Sends one member. Afterwards the session's settings are again those of `openRestoreConnection`.
   * @throws RestoreError `STATEMENT_FAILED`, `ROWS_REJECTED`, `ROWS_MISSING`, `CANCELLED`; PostgresError when the server or the
   *   connection is to blame; ArchiveError when the member can't be read.
   */
  async run(member: ArchiveMember, options: MemberOptions = {}): Promise<MemberOutcome> {
    await Promise.reject(new Error(`not there yet: ${member.name} ${Object.keys(options).join()}`));
    return 'done';
  }

  /** Lets go of a member that was read ahead. */
  async close(): Promise<void> {
    await Promise.resolve(this.options);
  }
}

import type { ArchiveMember } from '@stowbase/archive';
import { translateError } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { SkippedStatement } from '../report';
import type { Aftermath } from './aftermath';
import { MemberReader } from './member-reader';
import { partsOf } from './member-parts';
import { MemberRun, RefusedByCheck } from './member-run';
import { MissingRights, type LeftOut } from './missing-rights';
import type { RunContext, RunCounts } from './run-types';
import { cancelled } from './server-failure';
import { aboutMember } from './server-warnings';
import type { SequenceValues } from './sequence-values';
import { currentSettings } from './session-settings';
import { StatementSender } from './statement-sender';

export interface MemberRunnerOptions {
  /** Made by `openRestoreConnection`; used by nobody else while a member runs. */
  readonly client: Client;
  readonly context: RunContext;
  /** Added to when a member has ended well. */
  readonly counts: RunCounts;
  /** Default `as-it-was`. */
  readonly aftermath?: Aftermath;
  /** Where a restore has several runners: what all of them left out. */
  readonly leftOut?: LeftOut;
  /** Told of every setval(). */
  readonly sequences?: Pick<SequenceValues, 'note'>;
}

export interface MemberOptions {
  /** Is read and decompressed while this one is sent. */
  readonly next?: ArchiveMember;
  /** Rows that a CHECK refuses are the end, also the first time. */
  readonly lastTry?: boolean;
  /** What stands behind its rows (settings only) may be sent with `next`, which must then be run. */
  readonly linger?: boolean;
}

/** `put-aside`: rows were refused by a CHECK that may read other tables; nothing of the member is left, run it again after the others. */
export type MemberOutcome = 'done' | 'put-aside';

/** Sends members of the archive, one after the other, as the script decides, inside whatever transaction is open on the client. */
export class MemberRunner {
  private readonly reader: MemberReader;
  private readonly aftermath: Aftermath;
  private readonly missingRights: MissingRights | null;
  private readonly sender: StatementSender;
  private counted = 0;
  private skipped: SkippedStatement[] = [];
  private settings: string | undefined;

  constructor(private readonly options: MemberRunnerOptions) {
    const { client, context } = options;
    const { archive, script, signal } = context;
    this.reader = new MemberReader(archive);
    this.aftermath = options.aftermath ?? 'as-it-was';
    this.missingRights = script.toleratesMissingRights
      ? new MissingRights((skipped) => void this.skipped.push(skipped), options.leftOut)
      : null;
    const { aftermath, missingRights } = this;
    const sent = (bytes: number): void => context.sent(bytes);
    this.sender = new StatementSender(client, { aftermath, signal, missingRights, sent });
  }

  /**
   * Sends one member. Afterwards the session's settings are again those it had before the first one.
   * @throws RestoreError `STATEMENT_FAILED`, `ROWS_REJECTED`, `ROWS_MISSING`, `CANCELLED`; PostgresError when the server or the
   *   connection is to blame; ArchiveError when the member can't be read.
   */
  async run(member: ArchiveMember, options: MemberOptions = {}): Promise<MemberOutcome> {
    const { client, context, counts, sequences } = this.options;
    if (context.signal.aborted) throw cancelled(this.aftermath);
    const settings = (this.settings ??= await this.readSettings());
    aboutMember(client, member.name);
    const parts = partsOf(this.reader.read(member), member);
    this.reader.prepare(options.next);
    this.skipped = [];
    const { aftermath, missingRights, sender } = this;
    const run = new MemberRun(parts, {
      client,
      context,
      member,
      aftermath,
      missingRights,
      sender,
      settings,
      sequences,
    });
    const savepoint = options.lastTry !== true && member.kind === 'data' && client.getTransactionStatus() === 'T';
    try {
      if (savepoint) await sender.addOwn('SAVEPOINT stowbase_member');
      await run.send();
      if (savepoint) await sender.addOwn('RELEASE SAVEPOINT stowbase_member');
      if (options.linger !== true || options.next === undefined) await sender.flush();
    } catch (error) {
      if (!(error instanceof RefusedByCheck)) throw context.signal.aborted ? cancelled(aftermath) : error;
      if (!savepoint) throw error.failure;
      await this.putAside();
      return 'put-aside';
    } finally {
      await parts.return();
    }
    counts.statements += sender.statements - this.counted + run.copies;
    this.counted = sender.statements;
    for (const [table, rows] of run.rows) counts.rows.set(table, (counts.rows.get(table) ?? 0) + rows);
    counts.skipped.push(...this.skipped);
    return 'done';
  }

  /** Lets go of a member that was read ahead. */
  close(): Promise<void> {
    this.reader.close();
    return Promise.resolve();
  }

  /** The member's own SETs are taken back with it. */
  private async putAside(): Promise<void> {
    await this.sender.addOwn('ROLLBACK TO SAVEPOINT stowbase_member; RELEASE SAVEPOINT stowbase_member');
    await this.sender.flush();
  }

  private async readSettings(): Promise<string> {
    try {
      return await currentSettings(this.options.client);
    } catch (error) {
      throw translateError(error, { during: 'preparing the restore' });
    }
  }
}

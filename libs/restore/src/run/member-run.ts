import type { ArchiveMember } from '@stowbase/archive';
import { copyInto } from '@stowbase/postgres';
import type { CopyBeginPart, SqlPart, StatementPart } from '@stowbase/sql-stream';
import type { Client } from 'pg';
import { RestoreError, type StatementPlace } from '../errors';
import { tableKey, tableText } from '../table-name';
import { aftermathText, type Aftermath } from './aftermath';
import { CopyRows } from './copy-rows';
import { forbidden, isForbidden } from './forbidden-statement';
import type { MissingRights } from './missing-rights';
import { copyFailure, type SentCopy } from './rows-failure';
import type { RunContext } from './run-types';
import { cancelled } from './server-failure';
import type { SequenceValues } from './sequence-values';
import { isServerError, positionOf } from './server-words';
import { changesReading, resetsAll, setsTimeout } from './session-settings';
import { failedText, queued, scriptOf } from './statement-batch';
import type { StatementSender } from './statement-sender';

export interface MemberRunOptions {
  readonly client: Client;
  /** What is left in it at the end is sent by its owner. */
  readonly sender: StatementSender;
  readonly context: RunContext;
  readonly member: ArchiveMember;
  readonly aftermath: Aftermath;
  readonly missingRights: MissingRights | null;
  /** Statements that set the session's own settings again, behind the member's RESET ALL. */
  readonly settings: string;
  readonly sequences: Pick<SequenceValues, 'note'> | undefined;
}

/** Rows were refused by a CHECK, which may read other tables. */
export class RefusedByCheck extends Error {
  constructor(readonly failure: Error) {
    super('rows were refused by a CHECK');
  }
}

/** One attempt at one member: its statements in batches, each COPY alone. */
export class MemberRun {
  readonly rows = new Map<string, number>();
  private index = 0;
  copies = 0;

  constructor(
    private readonly parts: AsyncIterator<SqlPart, void>,
    private readonly options: MemberRunOptions,
  ) {}

  /** @throws RefusedByCheck, RestoreError, PostgresError, ArchiveError */
  async send(): Promise<void> {
    for (let part = await this.next(); part !== null; part = await this.next()) {
      if (isForbidden(part)) throw forbidden(this.placeOf(this.index, null), this.options.aftermath);
      if (part.type === 'statement') await this.statement(part, this.index++);
      else if (part.type === 'copy-begin') await this.copy(part, this.index++);
    }
  }

  private async statement(part: StatementPart, index: number): Promise<void> {
    const { context, member, missingRights, sequences, settings } = this.options;
    const decision = context.script.decide(part, member, index);
    if (decision.do === 'skip') return decision.elsewhere === true ? undefined : missingRights?.skips(part.text);
    const { text } = decision;
    if (setsTimeout(text)) return;
    sequences?.note(text);
    await this.options.sender.add(queued({ text, place: this.placeOf(index, null) }, text === part.text));
    if (changesReading(text)) await this.options.sender.flush();
    if (resetsAll(text)) await this.options.sender.addOwn(settings);
  }

  private async copy(part: CopyBeginPart, index: number): Promise<void> {
    const { context, member } = this.options;
    const decision = context.script.decide(part, member, index);
    const rows = new CopyRows(() => this.next());
    if (decision.do === 'skip') return rows.drop();
    if (decision.before !== undefined) await this.options.sender.addOwn(decision.before.toString());
    const { schema, table } = decision.copyTarget ?? part.target;
    const name = { schema, name: table };
    const sent = { text: decision.text, table: name, place: this.placeOf(index, tableText(name)) };
    const taken = await this.sendCopy(sent, rows);
    if (taken === null) return rows.drop();
    if (taken < rows.seen) throw this.rowsMissing(sent, rows.seen, taken);
    this.copies += 1;
    this.rows.set(tableKey(name), (this.rows.get(tableKey(name)) ?? 0) + taken);
  }

  /**
   * How many rows the server took; null when it refused for want of a right, and that is noted. The statements before it go in the same
   * round trip.
   */
  private async sendCopy(copy: SentCopy, rows: CopyRows): Promise<number | null> {
    const { client, context, aftermath, missingRights, sender } = this.options;
    if (missingRights !== null) await sender.addOwn('SAVEPOINT stowbase_rows');
    if (context.signal.aborted) throw cancelled(aftermath);
    const head = sender.take();
    const last = queued({ text: trimmed(copy.text), place: copy.place }, true);
    const before = { completed: 0 };
    const pieces = rows.pieces((bytes) => {
      if (context.signal.aborted) throw cancelled(aftermath);
      context.sent(bytes, copy.place.table ?? undefined);
    });
    try {
      const taken = await copyInto(client, scriptOf([...head, last]), pieces, before);
      sender.noteSent(head);
      if (missingRights !== null) await sender.addOwn('RELEASE SAVEPOINT stowbase_rows');
      return taken;
    } catch (error) {
      await pieces.return();
      if (context.signal.aborted) throw cancelled(aftermath);
      // From the archive, not from the server.
      if (rows.failure !== null) throw rows.failure.reason;
      if (!isServerError(error)) throw copyFailure(error, copy, aftermath);
      const failed = failedText([...head, last], { ...before, position: positionOf(error) });
      if (failed !== null && failed !== last) throw sender.told(error, failed);
      if (missingRights?.excuses(error, copy) === true) {
        await sender.addOwn('ROLLBACK TO SAVEPOINT stowbase_rows; RELEASE SAVEPOINT stowbase_rows');
        return null;
      }
      const failure = copyFailure(error, copy, aftermath);
      throw error.code === '23514' ? new RefusedByCheck(failure) : failure;
    }
  }

  private rowsMissing({ table, place }: SentCopy, sent: number, taken: number): RestoreError {
    return new RestoreError(
      'ROWS_MISSING',
      `Of ${sent} rows for ${tableText(table)} the target took only ${taken}. ${aftermathText(this.options.aftermath)}`,
      'Look for triggers and rules of this table in the target that keep rows out, and disable them.',
      { place },
    );
  }

  private placeOf(index: number, table: string | null): StatementPlace {
    return { member: this.options.member.name, statement: index + 1, table, line: null };
  }

  private async next(): Promise<SqlPart | null> {
    const { done, value } = await this.parts.next();
    return done === true ? null : value;
  }
}

function trimmed(text: Buffer): Buffer {
  let end = text.length;
  while (end > 0 && (text[end - 1] ?? 0) <= 0x20) end--;
  return text.subarray(0, end);
}

import { runStatements } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { Aftermath } from './aftermath';
import type { MissingRights } from './missing-rights';
import { cancelled } from './server-failure';
import { isServerError, positionOf } from './server-words';
import { failedText, ownText, scriptOf, type QueuedText } from './statement-batch';
import { statementFailure } from './statement-failure';

/** Of one script. A longer statement goes alone. */
const batchBytes = 256 * 1024;

export interface SenderOptions {
  readonly aftermath: Aftermath;
  readonly signal?: AbortSignal;
  /** Where a statement may be refused for want of a right: it is noted there, and the rest goes on. Null: any failure is the end. */
  readonly missingRights?: MissingRights | null;
  sent?(bytes: number): void;
}

/** Collects statements and sends them in batches, one round trip each. Needs a `flush` at the end. */
export class StatementSender {
  private texts: QueuedText[] = [];
  private bytes = 0;
  /** Statements of the archive that were run. */
  statements = 0;

  constructor(
    private readonly client: Client,
    private readonly options: SenderOptions,
  ) {}

  async add(text: QueuedText): Promise<void> {
    if (this.bytes + text.text.length > batchBytes) await this.flush();
    this.texts.push(text);
    this.bytes += text.text.length + 2;
  }

  /** Savepoints and settings of our own, which must never be inside a savepoint of a batch. */
  async addOwn(sql: string): Promise<void> {
    if (sql === '') return;
    if (!this.tolerant) return this.add(ownText(sql));
    await this.flush();
    await this.send([ownText(sql)]);
  }

  async flush(): Promise<void> {
    const texts = this.take();
    if (texts.length === 0) return;
    await (this.tolerant ? this.sendTolerating(texts) : this.send(texts));
  }

  /** What was collected, for somebody who sends it in one script with something of his own, and says so by `noteSent`. */
  take(): readonly QueuedText[] {
    const { texts } = this;
    this.texts = [];
    this.bytes = 0;
    return texts;
  }

  noteSent(texts: readonly QueuedText[]): void {
    this.statements += texts.filter(({ statement }) => statement !== null).length;
    this.options.sent?.(texts.reduce((sum, { text }) => sum + text.length, 0));
  }

  get tolerant(): boolean {
    return (this.options.missingRights ?? null) !== null;
  }

  private async send(texts: readonly QueuedText[]): Promise<void> {
    const failure = await this.attempt(texts, texts);
    if (failure !== null) throw this.told(failure.error, failure.text);
  }

  /** All of a batch, or what comes before the statement that was refused, and then what comes after it. */
  private async sendTolerating(texts: readonly QueuedText[]): Promise<void> {
    if (texts.length === 0) return;
    const inTransaction = this.client.getTransactionStatus() === 'T';
    const around = inTransaction
      ? [ownText('SAVEPOINT stowbase_batch'), ...texts, ownText('RELEASE SAVEPOINT stowbase_batch')]
      : texts;
    const failure = await this.attempt(around, texts);
    if (failure === null) return;
    const { error, text } = failure;
    const statement = text?.statement ?? null;
    const isExcused =
      statement !== null && isServerError(error) && this.options.missingRights?.excuses(error, statement);
    if (text === null || isExcused !== true) throw this.told(error, text);
    if (inTransaction)
      await this.send([ownText('ROLLBACK TO SAVEPOINT stowbase_batch; RELEASE SAVEPOINT stowbase_batch')]);
    const index = texts.indexOf(text);
    await this.sendTolerating(texts.slice(0, index));
    await this.sendTolerating(texts.slice(index + 1));
  }

  private async attempt(
    script: readonly QueuedText[],
    texts: readonly QueuedText[],
  ): Promise<{ error: Error; text: QueuedText | null } | null> {
    if (this.options.signal?.aborted === true) throw cancelled(this.options.aftermath);
    const bytes = scriptOf(script);
    const { completed, error } = await runStatements(this.client, bytes);
    if (error !== null) {
      const position = isServerError(error) ? positionOf(error) : null;
      return { error, text: failedText(script, { completed, position }) };
    }
    this.noteSent(texts);
    return null;
  }

  /** The error of a script that failed at `text`. */
  told(error: Error, text: QueuedText | null): Error {
    const { aftermath, signal } = this.options;
    if (signal?.aborted === true) return cancelled(aftermath);
    const statement = text?.statement ?? { text: text?.text ?? Buffer.from('A statement'), place: noPlace };
    return statementFailure(error, statement, aftermath);
  }
}

const noPlace = { member: 'the restore itself', statement: null, table: null, line: null };

import { SqlStreamError } from '../errors';
import type { SqlPart } from '../part';
import { copyTarget } from '../statement/copy-target';
import { Completeness } from './completeness';
import { CopyData } from './copy-data';
import { GrowingBuffer } from './growing-buffer';
import { Lexer } from './lexer';

export interface SqlScannerOptions {
  /** Longest statement with the white space and comments before it, in bytes. Default 64 MiB. */
  maxStatementBytes?: number;
}

const DEFAULT_MAX = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Splits a SQL script, as pg_dump writes it, into statements, meta lines and COPY rows. Synchronous; any chunking of the
 * same bytes gives the same parts once neighbouring `copy-data` parts are joined; `partBytes` of all parts is the input.
 * Throws `SqlStreamError`: `too-long` for a statement above the limit, `unterminated` from `end()` for a cut-off script.
 */
export class SqlScanner {
  private readonly maxStatementBytes: number;
  private readonly completeness = new Completeness();
  private readonly lexer = new Lexer((bytes, start, end) => this.completeness.comment(bytes, start, end));
  private readonly copy = new CopyData();
  private readonly held = new GrowingBuffer();
  private inCopy = false;
  private ended = false;

  constructor(options: SqlScannerOptions = {}) {
    this.maxStatementBytes = options.maxStatementBytes ?? DEFAULT_MAX;
  }

  /** The completeness line stands outside any literal and statement, among the last ten lines of what was pushed. */
  get completenessSeen(): boolean {
    return this.completeness.seen;
  }

  /** Bytes the state machine looked at outside of COPY rows; linear in the input, whatever the input is. */
  get visited(): number {
    return this.lexer.visited;
  }

  push(chunk: Buffer): SqlPart[] {
    if (this.ended) throw new SqlStreamError('ended', 'The scanner was already ended.', 'Use a new scanner.');
    const out: SqlPart[] = [];
    this.completeness.pushed(chunk);
    let at = 0;
    while (at < chunk.length) at = this.inCopy ? this.rows(chunk, at, out) : this.statements(chunk, at, out);
    return out;
  }

  end(): SqlPart[] {
    this.ended = true;
    const bytes = this.held.view();
    if (!this.inCopy) this.lexer.finish(bytes);
    const open = this.inCopy ? 'COPY data' : this.lexer.inMeta ? null : this.lexer.open;
    if (open !== null) {
      const words = this.inCopy ? '' : ` ("${firstWords(bytes.subarray(Math.max(0, this.lexer.textStart)))}")`;
      throw new SqlStreamError(
        'unterminated',
        `The SQL ended inside ${open}${words}.`,
        'The script was cut off: make the dump again.',
      );
    }
    if (bytes.length === 0) return [];
    const whole = Buffer.from(bytes);
    this.held.clear();
    if (!this.lexer.inMeta) return [{ type: 'rest', text: whole }];
    return [{ type: 'meta', ...split(whole, this.lexer.textStart) }];
  }

  /** Takes rows from `from` on; returns where the next statement may start. */
  private rows(chunk: Buffer, from: number, out: SqlPart[]): number {
    const next = this.copy.push(chunk, from, out);
    this.inCopy = next < 0;
    if (this.inCopy) return chunk.length;
    this.lexer.restart(NEWLINE);
    return next;
  }

  /** Takes statements from `from` on; returns where COPY rows start, or the chunk's length. */
  private statements(chunk: Buffer, from: number, out: SqlPart[]): number {
    const before = this.held.length;
    if (before > 0) this.held.append(chunk);
    const bytes = before > 0 ? this.held.view() : chunk;
    let start = from;
    for (;;) {
      const rest = bytes.subarray(start);
      const stop = this.lexer.run(rest);
      const size = this.lexer.position;
      if (size > this.maxStatementBytes) this.refuse(rest);
      if (stop === 'more') break;
      const parts = split(Buffer.from(rest.subarray(0, size)), this.lexer.textStart);
      start += size;
      if (stop === 'copy-begin') {
        out.push({ type: 'copy-begin', ...parts, target: copyTarget(parts.text) });
        this.held.clear();
        this.copy.reset();
        this.inCopy = true;
        return start - before;
      }
      out.push({ type: stop, ...parts });
      this.lexer.restart(rest[size - 1] ?? NEWLINE);
    }
    if (before > 0) this.held.dropFirst(start);
    else this.held.append(bytes.subarray(start));
    return chunk.length;
  }

  private refuse(bytes: Buffer): never {
    const statement = bytes.subarray(Math.max(0, this.lexer.textStart), this.maxStatementBytes);
    throw new SqlStreamError(
      'too-long',
      `A statement is longer than ${this.maxStatementBytes} bytes: "${firstWords(statement)}".`,
      'Look at this object in the database; if it is as large as that, raise the limit.',
    );
  }
}

function split(whole: Buffer, textStart: number): { lead: Buffer; text: Buffer } {
  const at = Math.max(0, textStart);
  return { lead: whole.subarray(0, at), text: whole.subarray(at) };
}

function firstWords(text: Buffer): string {
  return text.toString('utf8', 0, 240).replace(/\s+/g, ' ').trim().slice(0, 60);
}

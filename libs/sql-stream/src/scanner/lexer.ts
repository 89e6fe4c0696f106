import {
  BACKSLASH,
  CLOSE,
  DASH,
  DOLLAR,
  DOUBLE_QUOTE,
  OPEN,
  QUOTE,
  SEMICOLON,
  SLASH,
  SPACE,
  WORD,
  byteClass,
  isDigit,
} from './byte-class';
import { StatementWords } from './statement-words';

/** Where the lexer is. */
type State =
  | 'normal'
  | 'word'
  | 'quote'
  | 'escape-quote'
  | 'double-quote'
  | 'line-comment'
  | 'block-comment'
  | 'dollar-tag'
  | 'dollar-body'
  | 'meta'
  | 'copy-line';

/** What `run` stopped at. `position` is then behind the thing. */
export type Stop = 'more' | 'statement' | 'copy-begin' | 'meta';

const LONGEST_KEYWORD = 9;
const NEWLINE = 0x0a;
const CR = 0x0d;
const NEWLINE_MARK = Buffer.from('\n');
const QUOTE_MARK = Buffer.from("'");
const DOUBLE_QUOTE_MARK = Buffer.from('"');

/**
 * The state machine outside COPY data. It looks at one buffer that starts where the current statement's lead starts;
 * the owner may append bytes to it (or move it to another one with the same content) between two runs. Literals and
 * comments are crossed by native searches. Never looks back further than the statement's start, never rescans.
 * Lexical rules: PostgreSQL's with standard_conforming_strings on (src/backend/parser/scan.l, psqlscan.l).
 */
export class Lexer {
  /** Start of the statement's first word, -1 while only white space and comments were seen. */
  textStart = -1;
  /** Next byte to look at. */
  position = 0;
  /** Steps taken and bytes searched natively: the measure of the linear-time tests. */
  visited = 0;

  private state: State = 'normal';
  private readonly words = new StatementWords();
  private parentheses = 0;
  private commentDepth = 0;
  private mark = 0;
  private tag: Buffer = Buffer.alloc(0);
  private wordStart = -1;
  private wordEnd = -1;
  private escapeEnd = -1;
  private previousByte = NEWLINE;

  /** `onComment(start, end)`: a `--` comment between statements that starts its line; `end` is behind its last byte. */
  constructor(private readonly onComment: (bytes: Buffer, start: number, end: number) => void) {}

  /** What is open, in words, or null when a statement could end here. */
  get open(): string | null {
    switch (this.state) {
      case 'quote':
      case 'escape-quote':
        return 'a string literal';
      case 'double-quote':
        return 'a quoted identifier';
      case 'block-comment':
        return 'a block comment';
      case 'dollar-body':
        return 'a dollar-quoted string';
      case 'copy-line':
        return 'a COPY command';
      case 'normal':
      case 'word':
      case 'line-comment':
      case 'dollar-tag':
      case 'meta':
        return this.textStart >= 0 ? 'a statement' : null;
    }
  }

  get inMeta(): boolean {
    return this.state === 'meta';
  }

  /** Starts a new statement at offset 0 of a new buffer; `previousByte` is the last byte before it. */
  restart(previousByte: number): void {
    this.textStart = -1;
    this.position = 0;
    this.state = 'normal';
    this.words.reset();
    this.parentheses = 0;
    this.wordStart = this.wordEnd = this.escapeEnd = -1;
    this.previousByte = previousByte;
  }

  /** The input ended: a comment that ends with it is still a comment, a lone `-` is a statement's start. */
  finish(bytes: Buffer): void {
    if (this.state === 'line-comment') this.endComment(bytes, bytes.length);
    if (this.state === 'normal' && this.textStart < 0 && this.position < bytes.length) this.textStart = this.position;
  }

  run(bytes: Buffer): Stop {
    for (;;) {
      const before = this.position;
      const stop = this.step(bytes);
      this.visited += this.position - before;
      if (stop !== null) return stop;
    }
  }

  private step(bytes: Buffer): Stop | null {
    switch (this.state) {
      case 'normal':
        return this.normal(bytes);
      case 'word':
        return this.word(bytes);
      case 'quote':
        return this.until(bytes, QUOTE_MARK);
      case 'double-quote':
        return this.until(bytes, DOUBLE_QUOTE_MARK);
      case 'escape-quote':
        return this.escapeQuote(bytes);
      case 'line-comment':
        return this.lineComment(bytes);
      case 'block-comment':
        return this.blockComment(bytes);
      case 'dollar-tag':
        return this.dollarTag(bytes);
      case 'dollar-body':
        return this.until(bytes, this.tag);
      case 'meta':
        return this.line(bytes, 'meta');
      case 'copy-line':
        return this.line(bytes, 'copy-begin');
    }
  }

  private normal(bytes: Buffer): Stop | null {
    const length = bytes.length;
    let at = this.position;
    while (at < length) {
      const kind = byteClass[bytes[at] ?? 0];
      if (kind === SPACE) {
        at++;
        continue;
      }
      this.position = at;
      if (kind === DASH || kind === SLASH) {
        if (at + 1 >= length) return 'more';
        if (bytes[at + 1] === (kind === DASH ? 0x2d : 0x2a)) {
          this.mark = at;
          this.position = at + 2;
          this.commentDepth = 1;
          this.state = kind === DASH ? 'line-comment' : 'block-comment';
          return null;
        }
      }
      if (this.textStart < 0) {
        if (kind === BACKSLASH && this.startsLine(bytes, at)) {
          this.textStart = at;
          this.state = 'meta';
          return null;
        }
        this.textStart = at;
      }
      if (kind === WORD) {
        this.wordStart = at;
        this.state = 'word';
        return null;
      }
      this.words.interrupt();
      at++;
      if (kind === SEMICOLON) {
        if (this.parentheses > 0 || this.words.insideBody) continue;
        this.position = at;
        if (!this.words.isCopyFromStdin) return 'statement';
        this.state = 'copy-line';
        return null;
      }
      if (kind === OPEN) this.parentheses++;
      else if (kind === CLOSE) this.parentheses = Math.max(0, this.parentheses - 1);
      else if (kind === QUOTE || kind === DOUBLE_QUOTE || kind === DOLLAR) {
        this.position = at;
        this.mark = at - 1;
        this.state =
          kind === DOLLAR
            ? 'dollar-tag'
            : kind === DOUBLE_QUOTE
              ? 'double-quote'
              : this.startsEscape(bytes, at - 1)
                ? 'escape-quote'
                : 'quote';
        return null;
      }
    }
    this.position = length;
    return 'more';
  }

  private word(bytes: Buffer): Stop | null {
    const length = bytes.length;
    const isNumber = isDigit(bytes[this.wordStart] ?? 0);
    let at = this.position;
    while (at < length) {
      const byte = bytes[at] ?? 0;
      if (byteClass[byte] !== WORD && (byte !== 0x24 || isNumber)) break;
      at++;
    }
    this.position = at;
    if (at === length) return 'more';
    this.wordEnd = at;
    this.state = 'normal';
    if (!this.words.interested) return null;
    const size = at - this.wordStart;
    this.words.word(
      size <= LONGEST_KEYWORD ? bytes.toString('latin1', this.wordStart, at).toLowerCase() : '?',
      this.parentheses,
    );
    return null;
  }

  /** Goes behind the closing delimiter; what could be the start of one at the end is kept for the next run. */
  private until(bytes: Buffer, delimiter: Buffer): Stop | null {
    const found = this.search(bytes, delimiter);
    if (found < 0) {
      this.position = Math.max(this.position, bytes.length - delimiter.length + 1);
      return 'more';
    }
    this.position = found + delimiter.length;
    this.state = 'normal';
    return null;
  }

  private search(bytes: Buffer, wanted: Buffer): number {
    const first = wanted.length === 1 ? wanted[0] : undefined;
    const found = bytes.indexOf(first ?? wanted, this.position);
    this.visited += (found < 0 ? bytes.length : found) - this.position;
    return found;
  }

  private escapeQuote(bytes: Buffer): Stop | null {
    const length = bytes.length;
    let at = this.position;
    while (at < length) {
      const byte = bytes[at];
      if (byte === 0x5c) {
        if (at + 1 >= length) break;
        at += 2;
      } else if (byte === 0x27) {
        this.position = this.escapeEnd = at + 1;
        this.state = 'normal';
        return null;
      } else at++;
    }
    this.position = at;
    return 'more';
  }

  /** `E'…'`, its doubled quote, or its continuation on another line. */
  private startsEscape(bytes: Buffer, quote: number): boolean {
    if (this.wordEnd === quote && quote - this.wordStart === 1) return ((bytes[this.wordStart] ?? 0) | 0x20) === 0x65;
    const from = this.escapeEnd;
    this.escapeEnd = -1;
    if (from < 0) return false;
    let newline = from === quote;
    for (let at = from; at < quote; at++) {
      const byte = bytes[at] ?? 0;
      this.visited++;
      if (byteClass[byte] !== SPACE) return false;
      newline ||= byte === NEWLINE || byte === CR;
    }
    return newline;
  }

  private lineComment(bytes: Buffer): Stop | null {
    const length = bytes.length;
    let at = this.position;
    while (at < length && bytes[at] !== NEWLINE && bytes[at] !== CR) at++;
    this.position = at;
    if (at === length) return 'more';
    this.endComment(bytes, at);
    return null;
  }

  private endComment(bytes: Buffer, end: number): void {
    this.state = 'normal';
    if (this.textStart < 0 && this.startsLine(bytes, this.mark)) this.onComment(bytes, this.mark, end);
  }

  private blockComment(bytes: Buffer): Stop | null {
    const length = bytes.length;
    let at = this.position;
    for (; at + 1 < length; at++) {
      const byte = bytes[at];
      if (byte === 0x2a && bytes[at + 1] === 0x2f) {
        at++;
        if (--this.commentDepth === 0) {
          this.position = at + 1;
          this.state = 'normal';
          return null;
        }
      } else if (byte === 0x2f && bytes[at + 1] === 0x2a) {
        at++;
        this.commentDepth++;
      }
    }
    this.position = at;
    return 'more';
  }

  /** Behind a `$`: the rest of an opening `$tag$`, or something else (a parameter such as `$1`). */
  private dollarTag(bytes: Buffer): Stop | null {
    const length = bytes.length;
    let at = this.position;
    while (at < length) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x24) {
        this.tag = Buffer.from(bytes.subarray(this.mark, at + 1));
        this.position = at + 1;
        this.state = 'dollar-body';
        return null;
      }
      if (byteClass[byte] !== WORD || (at === this.mark + 1 && isDigit(byte))) {
        this.position = at;
        this.state = 'normal';
        return null;
      }
      at++;
    }
    this.position = at;
    return 'more';
  }

  private line(bytes: Buffer, stop: Stop): Stop {
    const newline = this.search(bytes, NEWLINE_MARK);
    this.position = newline < 0 ? bytes.length : newline + 1;
    return newline < 0 ? 'more' : stop;
  }

  private startsLine(bytes: Buffer, at: number): boolean {
    return (at === 0 ? this.previousByte : bytes[at - 1]) === NEWLINE;
  }
}

/** A token outside comments. `word`: unquoted, folded to lower case; `name`: a quoted identifier, unquoted. */
export interface Token {
  kind: 'word' | 'name' | 'string' | 'symbol' | 'end';
  /** Word in lower case, identifier without its quotes, a string's raw text, or the symbol itself. */
  value: string;
  /** Byte offsets in the statement. */
  start: number;
  end: number;
}

const SKIP = /(?:[ \t\n\r\f\v]+|--[^\n\r]*)+/y;
const WORD = /[A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*/y;
const NUMBER = /[0-9][0-9A-Za-z_.]*/y;
const DOLLAR = /\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$/y;

/**
 * Reads a statement's tokens one by one, on demand, so that a long body behind the head costs nothing. Works on bytes
 * (as latin1), so offsets are byte offsets; names are decoded as UTF-8.
 */
export class Tokens {
  readonly sql: string;
  private at = 0;
  private ahead: Token[] = [];

  constructor(text: Buffer | string) {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
    this.sql = bytes.toString('latin1');
  }

  /** The token `distance` places ahead, without taking it. */
  peek(distance = 0): Token {
    while (this.ahead.length <= distance) this.ahead.push(this.read());
    return this.ahead[distance] ?? this.read();
  }

  next(): Token {
    return this.ahead.shift() ?? this.read();
  }

  /** Takes the words if all of them come next. */
  take(...words: string[]): boolean {
    for (const [index, word] of words.entries()) if (!this.isWord(word, index)) return false;
    this.ahead.splice(0, words.length);
    return true;
  }

  isWord(word: string, distance = 0): boolean {
    const token = this.peek(distance);
    return token.kind === 'word' && token.value === word;
  }

  isSymbol(symbol: string, distance = 0): boolean {
    const token = this.peek(distance);
    return token.kind === 'symbol' && token.value === symbol;
  }

  /** Skips a parenthesized group if one comes next. */
  skipGroup(): void {
    if (!this.isSymbol('(')) return;
    let depth = 0;
    do {
      const token = this.next();
      if (token.kind === 'end') return;
      if (token.value === '(' && token.kind === 'symbol') depth++;
      if (token.value === ')' && token.kind === 'symbol') depth--;
    } while (depth > 0);
  }

  private read(): Token {
    this.skipSpace();
    const start = this.at;
    const { sql } = this;
    const first = sql[start];
    if (first === undefined) return { kind: 'end', value: '', start, end: start };
    if (first === '"') return this.quoted(start, 'name', '"');
    if (first === "'") return this.quoted(start, 'string', "'");
    const word = match(WORD, sql, start);
    if (word !== null) {
      if (/^e$/i.test(word) && sql[start + 1] === "'") return this.escapeString(start);
      if (/^[nbx]$/i.test(word) && sql[start + 1] === "'") return { ...this.quoted(start + 1, 'string', "'"), start };
      if (/^u$/i.test(word) && /^&['"]/.test(sql.slice(start + 1, start + 3))) return this.unicode(start);
      return this.token('word', decode(word.replace(/[A-Z]/g, (letter) => letter.toLowerCase())), start, word.length);
    }
    const dollar = match(DOLLAR, sql, start);
    if (dollar !== null) {
      const close = sql.indexOf(dollar, start + dollar.length);
      const end = close < 0 ? sql.length : close + dollar.length;
      return this.token('string', sql.slice(start, end), start, end - start);
    }
    const number = match(NUMBER, sql, start);
    return this.token('symbol', number ?? first, start, (number ?? first).length);
  }

  private unicode(start: number): Token {
    const quote = this.sql[start + 2] === '"' ? '"' : "'";
    return { ...this.quoted(start + 2, quote === '"' ? 'name' : 'string', quote), start };
  }

  private quoted(start: number, kind: 'name' | 'string', quote: string): Token {
    let end = start + 1;
    for (;;) {
      end = this.sql.indexOf(quote, end);
      if (end < 0) {
        end = this.sql.length;
        break;
      }
      end++;
      if (this.sql[end] !== quote) break;
      end++;
    }
    const raw = this.sql.slice(start, end);
    const value = kind === 'name' ? decode(raw.slice(1, -1)).replaceAll('""', '"') : raw;
    return this.token(kind, value, start, end - start);
  }

  private escapeString(start: number): Token {
    let end = start + 2;
    while (end < this.sql.length) {
      const byte = this.sql[end];
      if (byte === '\\') end++;
      else if (byte === "'") {
        if (this.sql[end + 1] !== "'") break;
        end++;
      }
      end++;
    }
    end = Math.min(end + 1, this.sql.length);
    return this.token('string', this.sql.slice(start, end), start, end - start);
  }

  private token(kind: Token['kind'], value: string, start: number, length: number): Token {
    this.at = start + length;
    return { kind, value, start, end: this.at };
  }

  private skipSpace(): void {
    for (;;) {
      const space = match(SKIP, this.sql, this.at);
      if (space !== null) this.at += space.length;
      else if (this.sql.startsWith('/*', this.at)) this.skipBlock();
      else return;
    }
  }

  private skipBlock(): void {
    const mark = /\/\*|\*\//g;
    mark.lastIndex = this.at;
    let depth = 0;
    for (let found = mark.exec(this.sql); found !== null; found = mark.exec(this.sql)) {
      depth += found[0] === '/*' ? 1 : -1;
      if (depth > 0) continue;
      this.at = mark.lastIndex;
      return;
    }
    this.at = this.sql.length;
  }
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function decode(latin1: string): string {
  return /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;
}

import type { LineRule } from './schema-lines';

export interface LineFilterOptions {
  /** Sees each line, in order, before the rules. */
  before?: (line: string) => string;
  rules: readonly LineRule[];
  /** Whether lines that start with `--` go, after all rules. */
  dropComments: boolean;
  /** Whether adjacent equal lines become one. */
  unique: boolean;
  /** Written behind the last line. */
  footer: string;
}

/** Applies line rules to whole lines, byte for byte (latin1), whatever the chunks are. */
export class LineFilter {
  private tail: Buffer[] = [];
  private previous: string | null = null;

  constructor(private readonly options: LineFilterOptions) {}

  push(chunk: Buffer): Buffer {
    const last = chunk.lastIndexOf(0x0a);
    if (last < 0) {
      this.tail.push(Buffer.from(chunk));
      return Buffer.alloc(0);
    }
    const lines = Buffer.concat([...this.tail, chunk.subarray(0, last)]).toString('latin1');
    this.tail = [Buffer.from(chunk.subarray(last + 1))];
    return this.filter(lines.split('\n'));
  }

  end(): Buffer {
    const rest = Buffer.concat(this.tail).toString('latin1');
    const out = rest === '' ? Buffer.alloc(0) : this.filter([rest]);
    return Buffer.concat([
      rest === '' ? out : out.subarray(0, Math.max(0, out.length - 1)),
      Buffer.from(this.options.footer),
    ]);
  }

  private filter(lines: readonly string[]): Buffer {
    const { before, rules, dropComments, unique } = this.options;
    let out = '';
    for (const line of lines) {
      let text = before === undefined ? line : before(line);
      for (const [pattern, replacement] of rules) text = text.replace(pattern, replacement);
      if (dropComments && text.startsWith('--')) continue;
      if (unique && text === this.previous) continue;
      this.previous = text;
      out += `${text}\n`;
    }
    return Buffer.from(out, 'latin1');
  }
}

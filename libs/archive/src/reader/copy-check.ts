const copyEnd = Buffer.from('\n\\.\n');
const newline = 10;
const quotes = new Set([34, 39]);
const dash = 45;
const backslash = 92;

/**
 * Whether SQL of a data member ends outside any COPY block and any literal. It knows just what such members consist of: simple
 * statements, line comments, and `COPY … FROM stdin;` blocks, whose rows it never looks into.
 */
export class CopyCheck {
  #state: 'code' | 'quoted' | 'comment' | 'rows' = 'code';
  /** The last bytes seen as code. */
  #code = '';
  /** The end of the rows seen, where the end of the block may have begun. */
  #carry: Buffer = Buffer.alloc(0);
  #quote = 0;
  #escapes = false;
  #skip = false;

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) at = this.#step(chunk, at);
  }

  /** What is wrong when this was all; null when nothing is. */
  problem(): string | null {
    if (this.#state === 'rows') return 'its COPY block is not closed';
    return this.#state === 'quoted' ? 'it ends inside a literal' : null;
  }

  #step(chunk: Buffer, at: number): number {
    switch (this.#state) {
      case 'rows':
        return this.#rows(chunk, at);
      case 'comment':
        return this.#comment(chunk, at);
      case 'quoted':
        return this.#quoted(chunk, at);
      case 'code':
        return this.#statement(chunk, at);
    }
  }

  #statement(chunk: Buffer, at: number): number {
    const byte = chunk[at] ?? 0;
    const next = at + 1;
    if (byte === newline && this.#code.endsWith(' FROM stdin;')) {
      this.#state = 'rows';
      this.#carry = Buffer.from('\n');
      this.#code = '';
      return next;
    }
    if (quotes.has(byte)) {
      this.#state = 'quoted';
      this.#quote = byte;
      this.#escapes = byte === 39 && /(^|[^A-Za-z0-9_])[eE]$/.test(this.#code);
    } else if (byte === dash && this.#code.endsWith('-')) {
      this.#state = 'comment';
    }
    this.#code = (this.#code + String.fromCharCode(byte)).slice(-12);
    return next;
  }

  #quoted(chunk: Buffer, at: number): number {
    if (!this.#escapes) {
      const close = chunk.indexOf(this.#quote, at);
      if (close < 0) return chunk.length;
      this.#state = 'code';
      return close + 1;
    }
    const byte = chunk[at];
    if (this.#skip) this.#skip = false;
    else if (byte === backslash) this.#skip = true;
    else if (byte === this.#quote) this.#state = 'code';
    return at + 1;
  }

  #comment(chunk: Buffer, at: number): number {
    const close = chunk.indexOf(newline, at);
    if (close < 0) return chunk.length;
    this.#state = 'code';
    this.#code = '';
    return close + 1;
  }

  #rows(chunk: Buffer, at: number): number {
    // The end may begin in what was seen before.
    const seam = Buffer.concat([this.#carry, chunk.subarray(at, at + copyEnd.length - 1)]);
    const inSeam = seam.indexOf(copyEnd);
    const close = inSeam >= 0 ? at + inSeam - this.#carry.length : chunk.indexOf(copyEnd, at);
    if (close >= at || inSeam >= 0) {
      this.#state = 'code';
      this.#carry = Buffer.alloc(0);
      return close + copyEnd.length;
    }
    const keep = copyEnd.length - 1;
    this.#carry =
      chunk.length - at >= keep ? Buffer.from(chunk.subarray(chunk.length - keep)) : Buffer.from(seam.subarray(-keep));
    return chunk.length;
  }
}

/**
 * Follows the words of one statement outside literals: whether it is `COPY … FROM stdin`, and how deep it is inside a
 * `BEGIN ATOMIC … END` body (CASE … END counted), where `;` does not end a statement.
 */
export class StatementWords {
  private count = 0;
  private copy = false;
  private create = false;
  private replace = false;
  private routine = false;
  private previous = '';
  private fromStdin = false;
  private depth = 0;

  reset(): void {
    this.count = 0;
    this.copy = this.create = this.replace = this.routine = this.fromStdin = false;
    this.previous = '';
    this.depth = 0;
  }

  /** False once further words cannot matter: the lexer then need not look at them. */
  get interested(): boolean {
    return this.count < 4 || this.copy || this.routine;
  }

  /** A token that is not a word: words on its two sides are not neighbours. */
  interrupt(): void {
    this.previous = '';
  }

  word(word: string, parenthesisDepth: number): void {
    this.place(word);
    if (this.routine) this.follow(word);
    if (this.copy && parenthesisDepth === 0 && word === 'stdin' && this.previous === 'from') this.fromStdin = true;
    this.previous = word;
  }

  get isCopyFromStdin(): boolean {
    return this.fromStdin;
  }

  get insideBody(): boolean {
    return this.depth > 0;
  }

  private place(word: string): void {
    const position = this.count++;
    if (position === 0) {
      this.copy = word === 'copy';
      this.create = word === 'create';
    } else if (this.create && position < 4) {
      if (position === 2 && this.previous === 'or' && word === 'replace') this.replace = true;
      if (position === 1 || (this.replace && position === 3))
        this.routine = word === 'function' || word === 'procedure';
    }
  }

  private follow(word: string): void {
    if (this.depth === 0) {
      if (word === 'atomic' && this.previous === 'begin') this.depth = 1;
    } else if (word === 'case') this.depth++;
    else if (word === 'end') this.depth--;
  }
}

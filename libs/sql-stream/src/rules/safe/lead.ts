const BREAK = Buffer.from('\n');
const GAP = Buffer.from('\n\n');
const NOTHING = Buffer.alloc(0);

/** Gives statements that lost their comments a plain shape: a line break, or one empty line where there was one. */
export class LeadShape {
  private started = false;

  next(lead: Buffer): Buffer {
    if (!this.started) {
      this.started = true;
      return NOTHING;
    }
    return /\n[ \t\r]*\n/.test(lead.toString('latin1')) ? GAP : BREAK;
  }

  /** What stands behind the last statement. */
  last(): Buffer {
    return this.started ? BREAK : NOTHING;
  }
}

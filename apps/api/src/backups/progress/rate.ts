/** How fast something grows: old seconds count less and less. */
export class Rate {
  private last: { at: number; amount: number } | null = null;
  private smoothed: number | null = null;

  /** @param memory seconds after which a change has come through by about two thirds */
  constructor(private readonly memory = 10) {}

  /** A second; null until two measures are known. */
  get perSecond(): number | null {
    return this.smoothed;
  }

  /** @param at seconds. An amount that shrank is a new beginning. */
  measure(at: number, amount: number): void {
    if (this.last === null || amount < this.last.amount) {
      this.last = { at, amount };
      this.smoothed = null;
      return;
    }
    const passed = at - this.last.at;
    if (passed <= 0) return;
    const now = (amount - this.last.amount) / passed;
    const weight = 1 - Math.exp(-passed / this.memory);
    this.smoothed = this.smoothed === null ? now : this.smoothed + weight * (now - this.smoothed);
    this.last = { at, amount };
  }
}

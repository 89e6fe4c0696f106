/** What the store's replies tell of its clock, and with that of ours: signatures are refused when they differ by 15 minutes. */
export class StoreClock {
  #skewMs: number | null = null;

  /** The store's clock minus ours, milliseconds, as of the last reply; null when none told. */
  get skewMs(): number | null {
    return this.#skewMs;
  }

  /**
   * @param date the header of a reply, to the second
   * @param asked when the request began, by our clock
   * @param answered when the reply was there
   */
  learn(date: string | undefined, asked: number, answered: number): void {
    const told = Date.parse(date ?? '');
    if (Number.isNaN(told)) return;
    // Anywhere between both is no difference: an upload may take minutes.
    if (told < asked - 1_000) this.#skewMs = told - asked;
    else if (told > answered) this.#skewMs = told - answered;
    else this.#skewMs = 0;
  }
}

// How long the parts of a run took, for the end of its output.

export class Stopwatch {
  /** @type {{ name: string, ms: number }[]} */
  #parts = [];

  /** @param {() => number} now milliseconds */
  constructor(now = () => performance.now()) {
    this.now = now;
  }

  /**
   * @template T
   * @param {string} name
   * @param {() => T | Promise<T>} part
   */
  async during(name, part) {
    const began = this.now();
    try {
      return await part();
    } finally {
      this.#parts.push({ name, ms: this.now() - began });
    }
  }

  /** `Took 19 min 31 s: Jest 15 min 42 s, browser tests 2 min 26 s` */
  told() {
    const all = this.#parts.reduce((sum, { ms }) => sum + ms, 0);
    return `Took ${minutes(all)}: ${this.#parts.map(({ name, ms }) => `${name} ${minutes(ms)}`).join(', ')}`;
  }
}

/** @param {number} ms */
function minutes(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

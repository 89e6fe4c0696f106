/**
 * Work that is made side by side and used in order. At most `size` pieces are between the start of their making and the end of
 * their use. After a failure nothing is started or used any more, and everybody who waits or comes later gets the first cause.
 */
export class OrderedWindow {
  readonly #size: number;
  #inFlight = 0;
  /** The last piece's use, settled only well. */
  #tail: Promise<void> = Promise.resolve();
  #failure: { readonly cause: unknown } | null = null;
  readonly #starters: Waiter[] = [];
  readonly #watchers: Waiter[] = [];
  readonly #impatient = new Set<Waiter['reject']>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Starts `make` when there is room, lets `use` have its result in turn; resolves when there is room for another piece. */
  async add<T>(make: () => Promise<T>, use: (made: T) => Promise<void>): Promise<void> {
    this.throwIfFailed();
    if (this.#inFlight >= this.#size || this.#starters.length > 0) await wait(this.#starters);
    else this.#inFlight++;
    this.throwIfFailed();
    const made = make();
    const turn = this.#tail;
    this.#tail = this.#settle(turn, made, use);
    while (this.#inFlight >= this.#size) {
      this.throwIfFailed();
      await wait(this.#watchers);
    }
    this.throwIfFailed();
  }

  /** Resolves when every piece so far was used, those that wait for room too. */
  async drained(): Promise<void> {
    do {
      await this.unlessFailed(this.#tail);
      this.throwIfFailed();
    } while (this.#inFlight > 0);
  }

  /** `work`, or the first failure when that comes earlier: nobody waits for a source or sink that hangs. */
  async unlessFailed<T>(work: Promise<T>): Promise<T> {
    this.throwIfFailed();
    // No race against one promise of ours: it would keep the results of all races, long rows among them, until the end.
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#impatient.add(reject);
    work.then(resolve, reject);
    try {
      return await promise;
    } finally {
      this.#impatient.delete(reject);
    }
  }

  fail(cause: unknown): void {
    this.#failure ??= { cause };
    for (const waiter of [...this.#starters.splice(0), ...this.#watchers.splice(0)]) waiter.reject(this.#failure.cause);
    for (const reject of this.#impatient) reject(this.#failure.cause);
  }

  throwIfFailed(): void {
    // The cause is whatever the sink or the source threw, unchanged.
    if (this.#failure !== null) throw this.#failure.cause;
  }

  async #settle<T>(turn: Promise<void>, made: Promise<T>, use: (made: T) => Promise<void>): Promise<void> {
    // A piece may fail before its turn: everybody hears of it at once, not when its turn comes.
    made.catch((cause: unknown) => this.fail(cause));
    await turn;
    try {
      const piece = await made;
      if (this.#failure === null) await use(piece);
    } catch (cause) {
      this.fail(cause);
    }
    this.#release();
  }

  #release(): void {
    const starter = this.#starters.shift();
    if (starter === undefined) this.#inFlight--;
    else starter.resolve();
    for (const watcher of this.#watchers.splice(0)) watcher.resolve();
  }
}

interface Waiter {
  resolve(): void;
  reject(cause: unknown): void;
}

function wait(list: Waiter[]): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    list.push({ resolve, reject });
  });
}

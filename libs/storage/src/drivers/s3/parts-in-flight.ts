/** Work that runs side by side, so many at once at most. The first failure is everybody's. */
export class PartsInFlight {
  readonly #running = new Set<Promise<void>>();

  /** Resolves when the work has begun; rejects when earlier work failed. */
  async begin(work: () => Promise<void>, atOnce: number): Promise<void> {
    while (this.#running.size >= atOnce) await Promise.race(this.#running);
    const running = work().then(() => void this.#running.delete(running));
    // Who asks next is told; until then nobody may listen.
    running.catch(() => undefined);
    this.#running.add(running);
    // What has failed already is told at once, although there is room.
    await Promise.race([...this.#running, Promise.resolve()]);
  }

  async all(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Resolves when nothing runs any more, whatever became of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}

import { StorageError } from '../../../storage-error';

/** A body that is written chunk by chunk: `push` resolves when the connection took the chunk, so nothing piles up. */
export class BodyQueue implements AsyncIterable<Buffer> {
  #offered: { readonly chunk: Buffer; readonly taken: () => void } | null = null;
  #given: (() => void) | null = null;
  #wake: () => void = () => undefined;
  #ended = false;
  #stopped = false;

  push(chunk: Buffer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#offered = { chunk, taken: resolve };
    this.#wake();
    return promise;
  }

  /** The body is whole. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Nobody reads any more, or nobody shall. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** @throws StorageError when the server answered before it had all: then it can't have kept all. */
  demandRead(): void {
    if (this.#ended && this.#offered === null && this.#given === null) return;
    throw new StorageError(
      'unreachable',
      'The server answered before it had the whole body.',
      'Start again; if it stays, look for a proxy in between that limits uploads.',
    );
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#stopped) throw new Error('The body was stopped.');
      const { chunk, taken } = this.#offered ?? {};
      this.#offered = null;
      if (chunk !== undefined && taken !== undefined) {
        this.#given = taken;
        yield chunk;
        this.#given = null;
        taken();
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}

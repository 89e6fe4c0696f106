import { cancelled, StorageError } from '../storage-error';
import type { HttpLimits, HttpRequest } from './http-types';

/** Everything that ends a request early: the caller's signal, its deadline, and a body of which nothing is taken any more. */
export class RequestEnd {
  readonly #ending = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #deadlineMs: number;
  readonly #openEnded: boolean;
  #late: { readonly by: 'deadline' | 'stall'; readonly ms: number } | null = null;
  #deadline: NodeJS.Timeout | undefined;
  #stall: NodeJS.Timeout | undefined;
  #settled = false;

  constructor(
    { body, signal, deadlineMs }: HttpRequest,
    private readonly limits: HttpLimits,
  ) {
    this.#openEnded = body !== undefined && !Buffer.isBuffer(body);
    const bytes = Buffer.isBuffer(body) ? body.length : 0;
    this.#deadlineMs = deadlineMs ?? limits.deadlineMs + (bytes / limits.slowestBytesPerSecond) * 1_000;
    this.#caller = signal;
    if (signal?.aborted === true) this.#ending.abort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (!this.#openEnded) this.#deadline = this.#within(this.#deadlineMs, 'deadline');
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** A piece of the body is on its way; `bodyTaken` says that it left. */
  bodyOffered(): void {
    // A body that is being read when its request ends offers one more piece, and nobody takes it.
    if (!this.#settled) this.#stall = this.#within(this.limits.stallMs, 'stall');
  }

  bodyTaken(): void {
    clearTimeout(this.#stall);
  }

  /** From now on the reply is awaited. */
  bodySent(): void {
    if (this.#openEnded && !this.#settled) this.#deadline = this.#within(this.#deadlineMs, 'deadline');
  }

  /** The reply has begun: how long its body takes is the reader's affair. */
  replyBegun(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#stall);
  }

  settle(): void {
    this.#settled = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#stall);
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  /** Why it was ended, when it was this that ended it. */
  reason(place: string): Error | null {
    if (this.#caller?.aborted === true) return cancelled(this.#caller.reason);
    if (this.#late === null) return null;
    const seconds = Math.ceil(this.#late.ms / 1_000);
    return new StorageError(
      'stalled',
      this.#late.by === 'stall'
        ? `${place} took no more bytes for ${seconds} seconds.`
        : `${place} gave no complete answer within ${seconds} seconds.`,
      'Check the connection to the storage, then start again.',
    );
  }

  #within(ms: number, by: 'deadline' | 'stall'): NodeJS.Timeout {
    return setTimeout(() => {
      this.#late ??= { by, ms };
      this.#ending.abort();
    }, ms);
  }

  readonly #onAbort = (): void => this.#ending.abort();
}

import type { Operation } from './call';
import type { GoogleError } from './google-error';

export type Fault =
  /** That error instead of doing it. */
  | { readonly kind: 'error'; readonly error: GoogleError; readonly retryAfter?: string }
  /** A redirect to there. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** A page of something in between, with status 200. */
  | { readonly kind: 'page' }
  /** The connection is reset after so many bytes of the body: what came before is kept in whole 256 KiB. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Never an answer. */
  | { readonly kind: 'silence' }
  /** Done, but the connection is reset instead of the reply. */
  | { readonly kind: 'lose-reply' }
  /** The address of the session is somebody else's. */
  | { readonly kind: 'elsewhere'; readonly origin: string }
  /** Of a chunk only so many bytes are kept, and the answer says so. */
  | { readonly kind: 'partial'; readonly bytes: number }
  /** The session is forgotten. */
  | { readonly kind: 'lose-session' }
  /** Of the finished file so many bytes are missing at its end. */
  | { readonly kind: 'shorten'; readonly bytes: number }
  /** A byte of the finished file is another one. */
  | { readonly kind: 'damage' }
  /** Google hasn't computed any checksum yet. */
  | { readonly kind: 'no-checksum' };

/** What goes wrong, and when: the `skip`+1st operation of that kind, and the following ones, `times` in all. */
export class Faults {
  readonly #planned: { on: Operation; fault: Fault; skip: number; times: number }[] = [];
  /** How often one has struck. */
  struck = 0;

  plan(on: Operation, fault: Fault, { skip = 0, times = 1 }: { skip?: number; times?: number } = {}): void {
    this.#planned.push({ on, fault, skip, times });
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** For one operation, once. */
  take(on: Operation): Fault | null {
    const next = this.#planned.find((planned) => planned.on === on);
    if (next === undefined) return null;
    if (next.skip > 0) {
      next.skip -= 1;
      return null;
    }
    next.times -= 1;
    if (next.times <= 0) this.#planned.splice(this.#planned.indexOf(next), 1);
    this.struck += 1;
    return next.fault;
  }
}

import type { Operation } from './call';
import type { DavError } from './dav-error';

export type Fault =
  /** That error instead of doing it. */
  | { readonly kind: 'error'; readonly error: DavError; readonly retryAfter?: string }
  /** A bare status, as a proxy in between gives it. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is reset after so many bytes of the request's body, and nothing is kept. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The body is not read, and there is never an answer. */
  | { readonly kind: 'silence' }
  /** Done, but the connection is reset instead of the reply. */
  | { readonly kind: 'lose-reply' }
  /** Of the body, or of the assembled file, so many bytes are missing at its end. */
  | { readonly kind: 'shorten'; readonly bytes: number }
  /**
   * A proxy gives up (504) while the server goes on: the file is there after the upload folder was looked at so often. Until then a
   * second MOVE and a DELETE find it locked. nextcloud/server#6107, #33044
   */
  | { readonly kind: 'assemble-behind-504'; readonly looks: number; readonly shortened?: number }
  /** As the daily clean-up does after 24 hours (apps/dav/lib/BackgroundJob/UploadCleanup.php). */
  | { readonly kind: 'expire' };

/** What goes wrong, and when: the `skip`+1st operation of that kind, and the following ones, `times` in all. */
export class Faults {
  readonly #planned: { on: Operation; fault: Fault; skip: number; times: number }[] = [];
  readonly #first = Promise.withResolvers<void>();
  /** How often one has struck. */
  struck = 0;

  /** Resolves as soon as one has. */
  hasStruck(): Promise<void> {
    return this.#first.promise;
  }

  plan(on: Operation, fault: Fault, { skip = 0, times = 1 }: { skip?: number; times?: number } = {}): void {
    this.#planned.push({ on, fault, skip, times });
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
    this.#first.resolve();
    return next.fault;
  }
}

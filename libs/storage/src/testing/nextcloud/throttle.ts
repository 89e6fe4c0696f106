import { davErrors } from './dav-error';

const halfAnHour = 30 * 60_000;
const mostFailures = 10;

/**
 * Wrong passwords of one subnet. Real ones are answered late at first (0.1 s, doubling, up to 25 s), which a test would only wait for;
 * after ten within half an hour they are refused (lib/private/Security/Bruteforce/Throttler.php, IThrottler::MAX_ATTEMPTS).
 */
export class Throttle {
  #failures: number[] = [];

  /** Sign-ins that failed and still count. */
  get failures(): number {
    return this.#failures.length;
  }

  /** @throws DavError 429 */
  check(): void {
    this.#failures = this.#failures.filter((at) => at > Date.now() - halfAnHour);
    if (this.#failures.length > mostFailures) throw davErrors.tooMany();
  }

  failed(): void {
    this.#failures.push(Date.now());
  }

  reset(): void {
    this.#failures = [];
  }
}

import { retryAt } from '../../backups/sweep/backoff';

/** Destinations that couldn't be asked: each is left alone for a while, twice as long each time. Forgotten by a restart. */
export class Patience {
  private readonly waits = new Map<string, { failures: number; until: Date }>();

  isOver(destinationId: string, now: Date): boolean {
    const wait = this.waits.get(destinationId);
    return wait === undefined || wait.until <= now;
  }

  failed(destinationId: string, now: Date): void {
    const failures = this.waits.get(destinationId)?.failures ?? 0;
    this.waits.set(destinationId, { failures: failures + 1, until: retryAt(now, failures) });
  }

  worked(destinationId: string): void {
    this.waits.delete(destinationId);
  }
}

import { StorageError } from '@stowbase/storage';

/**
 * Destinations that didn't answer in this turn of the sweep. Each is asked once, not once for each of its copies: a hundred long waits
 * would hold up everything else.
 */
export class SilentDestinations {
  private readonly failures = new Map<string, StorageError>();

  /** Before it is asked. @throws what it failed with in this turn */
  demandAnswer(destinationId: string): void {
    const failure = this.failures.get(destinationId);
    if (failure !== undefined) throw failure;
  }

  /** What it failed with: only what holds for all of it is kept. */
  note(destinationId: string | null, error: unknown): void {
    if (destinationId === null || !(error instanceof StorageError)) return;
    if (error.kind === 'unreachable' || error.kind === 'stalled') this.failures.set(destinationId, error);
  }
}

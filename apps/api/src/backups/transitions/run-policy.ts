import type { Place } from '../../database/place';
import type { Backup } from '../backup.entity';
import type { RunError } from './claim';

/** How runs are begun and tried again. Milliseconds. */
export interface RunPolicy {
  /** Runs at once, over all processes. */
  readonly limit: number;
  /** Copies between destinations at once, over all processes: beside the runs, so that neither waits for the other. */
  readonly copiesAtOnce: number;
  /** How long a worker that says nothing keeps its run. */
  readonly leaseMs: number;
  /** How often a run is tried again after what may go away by itself. */
  readonly retries: number;
  /** Before the first retry; doubled for each further one. */
  readonly retryAfterMs: number;
  /** In [0, 1): spreads retries over half of their waiting time more. */
  readonly random: () => number;
}

/** DI token of the {@link RunPolicy}. */
export const RUN_POLICY = Symbol('RUN_POLICY');

/**
 * How long a worker that says nothing keeps its run, milliseconds. On a server it may be the server that is away: for a minute that ends no
 * run, and whoever comes back has time to say so.
 */
export const leases: Record<Place['engine'], number> = { sqlite: 30_000, postgres: 120_000 };

export const standardPolicy: Omit<RunPolicy, 'limit'> = {
  copiesAtOnce: 1,
  leaseMs: leases.sqlite,
  retries: 2,
  retryAfterMs: 30_000,
  random: Math.random,
};

/** Why an attempt ended without success. */
export type EndCause =
  | { readonly kind: 'failed'; readonly error: RunError; readonly retriable: boolean }
  | { readonly kind: 'interrupted'; readonly error: RunError };

/** What becomes of the run then. `queued`: tried again, not before `waitMs`. */
export type Ending =
  | { readonly status: 'failed' | 'interrupted' | 'cancelled'; readonly error: RunError | null }
  | {
      readonly status: 'queued';
      readonly error: RunError;
      readonly counts: 'retries' | 'interruptions';
      readonly waitMs: number;
    };

export const cancelledError: RunError = {
  code: 'CANCELLED',
  text: 'The backup was cancelled before it was done.',
  next: 'Start it again when you are ready.',
};

/**
 * An interrupted run is queued again once, whatever interrupted it; one that failed by what may go away by itself twice, with twice the
 * waiting time each; nothing else is. A direct run never: its browser is gone. A cancel that was asked for wins over all of these.
 */
export function decideEnding(
  run: Pick<Backup, 'cancelRequested' | 'retries' | 'interruptions'>,
  cause: EndCause,
  isDirect: boolean,
  policy: RunPolicy,
): Ending {
  if (run.cancelRequested) return { status: 'cancelled', error: cancelledError };
  switch (cause.kind) {
    case 'interrupted':
      if (isDirect || run.interruptions >= 1)
        return { status: 'interrupted', error: { ...cause.error, next: 'Start it again by hand.' } };
      return { status: 'queued', error: cause.error, counts: 'interruptions', waitMs: 0 };
    case 'failed': {
      if (isDirect || !cause.retriable || run.retries >= policy.retries)
        return { status: 'failed', error: cause.error };
      const waitMs = policy.retryAfterMs * 2 ** run.retries * (1 + policy.random() / 2);
      return { status: 'queued', error: cause.error, counts: 'retries', waitMs: Math.round(waitMs) };
    }
  }
}

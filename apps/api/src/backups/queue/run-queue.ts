import type { Claim, ClaimState, Outcome } from '../transitions/claim';

/**
 * Runs what is queued: within the global limit, the project that ran least recently first. One interface, two engines: the tables
 * alone (`TableQueue`), and pg-boss (`BossQueue`).
 */
export interface RunQueue<C = Claim> {
  /** From now on queued runs are begun. */
  start(): Promise<void>;
  /** Something was queued, or a cancel was asked for: look now instead of at the next tick. */
  wake(): void;
  /**
   * Begins nothing more and lets runs finish within the grace, then aborts them: interrupted, and queued again once. A second call
   * aborts at once. Resolves when no run is left.
   */
  stop(): Promise<void>;
  /**
   * A run that was begun outside the queue (`beginDirect`): keeps its lease, sees its cancel, and ends it as the queue ends its own.
   * `signal`: the client's going away. Never rejects for a failure of `work`: the row says what became of it.
   */
  supervise(claim: C, work: (signal: AbortSignal) => Promise<void>, signal?: AbortSignal): Promise<void>;
}

/** Who keeps the rows of what is queued: `RunTransitions`, `CopyTransitions`. */
export interface ClaimedWork<C> {
  /** What may begin now; null: nothing. */
  claimNext(): Promise<C | null>;
  renew(claim: C): Promise<ClaimState>;
  look(claim: C): Promise<ClaimState>;
  /** False: the claim is lost. */
  finish(claim: C, outcome: Outcome): Promise<boolean>;
  /** Nobody works on it here any more, whatever became of it. Never rejects. */
  ended?(claim: C): Promise<void>;
}

/** DI token of the {@link RunQueue}. */
export const RUN_QUEUE = Symbol('RUN_QUEUE');

/** DI token of the queue of copies between destinations: it has places of its own, so that neither waits for the other. */
export const COPY_QUEUE = Symbol('COPY_QUEUE');

/**
 * Does one run to its end and writes that end by `RunTransitions.finish`. When the signal is aborted it aborts the uploads, settles
 * the copies as failed and calls `finish` with `stopped`: why is read from the row there, never from the signal, which fires for
 * cancels, lost claims and stops alike. A handler that rejects leaves the rest to the queue.
 */
export interface RunHandler<C = Claim> {
  run(claim: C, signal: AbortSignal): Promise<void>;
}

/** DI token of the {@link RunHandler}. */
export const RUN_HANDLER = Symbol('RUN_HANDLER');

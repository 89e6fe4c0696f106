import type { StorageErrorKind } from '../storage-error';

export type StorageOperation = 'create' | 'commit' | 'get' | 'stat' | 'list' | 'delete' | 'sweep';

/** Where a storage's numbers go: the service fills counters with them, the command line does without. Calls must be quick and not throw. */
export interface StorageMetrics {
  /** Bytes that an upload has taken, or that were read. */
  transferred(direction: 'up' | 'down', bytes: number): void;
  /** A call that ended; `ok`, or what it failed with. A read ends when its stream does. */
  ended(operation: StorageOperation, outcome: 'ok' | StorageErrorKind): void;
  /** A call that is made once more because it failed with this. */
  retried(kind: StorageErrorKind): void;
}

/** Every way in which a storage can fail. Retries and HTTP status depend on the kind only. */
export type StorageErrorKind =
  | 'not-found'
  | 'auth'
  | 'forbidden'
  | 'unreachable'
  | 'quota'
  | 'rate-limited'
  | 'size-mismatch'
  | 'invalid-config'
  | 'locked'
  | 'damaged'
  | 'stalled'
  | 'already-exists'
  | 'cancelled'
  | 'unexpected';

interface StorageErrorOptions {
  readonly cause?: unknown;
  /** The field of the configuration that is to be changed. */
  readonly field?: string;
  /** For `locked`: until when. */
  readonly lockedUntil?: Date;
  /** For `rate-limited` and `unreachable`: how long the store asked us to wait. */
  readonly retryAfterMs?: number;
  /** A code of whoever refused it (the outgoing guard), in place of the kind's own. */
  readonly code?: string;
}

const codes: Record<StorageErrorKind, string> = {
  'not-found': 'STORAGE_NOT_FOUND',
  auth: 'STORAGE_AUTH_FAILED',
  forbidden: 'STORAGE_FORBIDDEN',
  unreachable: 'STORAGE_UNREACHABLE',
  quota: 'STORAGE_FULL',
  'rate-limited': 'STORAGE_RATE_LIMITED',
  'size-mismatch': 'SIZE_MISMATCH',
  'invalid-config': 'STORAGE_INVALID_CONFIG',
  locked: 'STORAGE_LOCKED',
  damaged: 'STORAGE_DAMAGED',
  stalled: 'STORAGE_STALLED',
  'already-exists': 'STORAGE_ALREADY_EXISTS',
  cancelled: 'CANCELLED',
  unexpected: 'STORAGE_UNEXPECTED',
};

/** Only what may go away by itself, and soon. */
const retriableKinds: ReadonlySet<StorageErrorKind> = new Set(['unreachable', 'rate-limited']);

/** `message` is one sentence: what happened and where. `nextStep` is one sentence: what to do. Neither holds a secret. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** Stable, for programs. */
  readonly code: string;
  readonly retriable: boolean;
  readonly field?: string;
  readonly lockedUntil?: Date;
  readonly retryAfterMs?: number;

  constructor(
    readonly kind: StorageErrorKind,
    message: string,
    readonly nextStep: string,
    options: StorageErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code ?? codes[kind];
    this.retriable = retriableKinds.has(kind);
    if (options.field !== undefined) this.field = options.field;
    if (options.lockedUntil !== undefined) this.lockedUntil = options.lockedUntil;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** A mistake of the program that calls, not of the store or its owner. */
export function misuse(what: string): StorageError {
  return new StorageError('unexpected', what, 'This is a mistake in the program: please report it.');
}

export function notFound(key: string, cause?: unknown): StorageError {
  return new StorageError('not-found', `There is no object "${key}".`, 'Check whether it was deleted or moved.', {
    cause,
  });
}

export function alreadyExists(key: string, cause?: unknown): StorageError {
  return new StorageError(
    'already-exists',
    `"${key}" exists already and is never overwritten.`,
    'Choose another name, or delete the object first.',
    { cause },
  );
}

/** An error as the contract promises it; what isn't one yet is a defect of the driver and keeps its cause. */
export function asStorageError(cause: unknown, doing: string): StorageError {
  if (cause instanceof StorageError) return cause;
  return new StorageError(
    'unexpected',
    `Something unforeseen happened while ${doing}.`,
    'Try again; if it stays, report it.',
    {
      cause,
    },
  );
}

/** What a signal was aborted with when that is an error of its own, so that the first cause survives. */
export function cancelled(reason: unknown): Error {
  if (reason instanceof Error && reason.name !== 'AbortError') return reason;
  return new StorageError('cancelled', 'The work was cancelled.', 'Start it again when you are ready.', {
    cause: reason,
  });
}

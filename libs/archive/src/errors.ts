/** Every way in which making or reading an archive can fail. */
export type ArchiveErrorKind =
  | 'not-ours'
  | 'not-complete'
  | 'damaged'
  | 'lying-manifest'
  | 'too-large'
  | 'unsupported-format'
  | 'wrong-identity'
  | 'identity-needed'
  | 'invalid-recipient'
  | 'invalid-identity'
  | 'unreadable-source'
  | 'target-not-empty'
  | 'cancelled'
  | 'misuse';

/** Where in the archive something was found wrong: the member, its table if known, and the bytes [start, end) of the file. */
export interface DamagePlace {
  readonly member: string;
  readonly table: string | null;
  readonly start: number;
  readonly end: number;
}

interface ArchiveErrorOptions {
  readonly cause?: unknown;
  readonly detail?: string;
  readonly place?: DamagePlace;
}

const codes: Record<ArchiveErrorKind, string> = {
  'not-ours': 'ARCHIVE_NOT_OURS',
  'not-complete': 'ARCHIVE_NOT_COMPLETE',
  damaged: 'ARCHIVE_DAMAGED',
  'lying-manifest': 'ARCHIVE_LYING_MANIFEST',
  'too-large': 'ARCHIVE_TOO_LARGE',
  'unsupported-format': 'ARCHIVE_UNSUPPORTED_FORMAT',
  'wrong-identity': 'WRONG_IDENTITY',
  'identity-needed': 'IDENTITY_NEEDED',
  'invalid-recipient': 'INVALID_RECIPIENT',
  'invalid-identity': 'INVALID_IDENTITY',
  'unreadable-source': 'ARCHIVE_UNREADABLE',
  'target-not-empty': 'TARGET_NOT_EMPTY',
  cancelled: 'CANCELLED',
  misuse: 'ARCHIVE_MISUSE',
};

/** `message` is one sentence: what happened and where. `nextStep` is one sentence: what to do. Neither holds a secret. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: string;
  readonly detail?: string;
  readonly place?: DamagePlace;

  constructor(
    readonly kind: ArchiveErrorKind,
    message: string,
    readonly nextStep: string,
    options: ArchiveErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = codes[kind];
    if (options.detail !== undefined) this.detail = options.detail;
    if (options.place !== undefined) this.place = options.place;
  }
}

export function notOurs(what: string): ArchiveError {
  return new ArchiveError('not-ours', `This is not a Stowbase archive: ${what}.`, 'Check that this is the right file.');
}

export function notComplete(what: string): ArchiveError {
  return new ArchiveError(
    'not-complete',
    `This is not a complete backup: ${what}.`,
    'Use another copy or another backup; "extract --salvage" writes out the members that can still be proven.',
  );
}

export function damaged(place: DamagePlace, reason: string, cause?: unknown): ArchiveError {
  const table = place.table === null ? '' : ` (table ${place.table})`;
  return new ArchiveError(
    'damaged',
    `The archive is damaged in ${place.member}${table}, bytes ${place.start} to ${place.end}: ${reason}.`,
    'Use another copy or another backup; "extract --salvage" writes out the members that still check.',
    { place, ...(cause === undefined ? {} : { cause }) },
  );
}

export function lyingManifest(what: string): ArchiveError {
  return new ArchiveError(
    'lying-manifest',
    `The archive contradicts its own manifest: ${what}.`,
    'Do not restore this file: it was not written by Stowbase as it is; use another copy.',
  );
}

export function tooLarge(what: string): ArchiveError {
  return new ArchiveError(
    'too-large',
    `The archive goes beyond the limits of its format: ${what}.`,
    'Do not restore this file unless you know where it comes from.',
  );
}

export function misuse(what: string): ArchiveError {
  return new ArchiveError('misuse', what, 'This is a mistake in the program: please report it.');
}

/** The error of an aborted signal: the reason it was aborted with when that is an error of its own, so that the first cause survives. */
export function cancelled(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name !== 'AbortError') return reason;
  return new ArchiveError('cancelled', 'The work on the archive was cancelled.', 'Start it again when you are ready.', {
    cause: reason,
  });
}

/** Why a backup could not be made, apart from what PostgreSQL and the archive themselves report. */
export type DumpErrorKind =
  | 'cancelled'
  | 'table-rewritten'
  | 'snapshot-unstable'
  | 'not-permitted'
  | 'value-too-large'
  | 'incomplete'
  | 'invalid-request';

/** A sentence for people, a stable code for programs, and what to do next; never a secret. */
export class DumpError extends Error {
  override readonly name = 'DumpError';

  constructor(
    readonly kind: DumpErrorKind,
    readonly code: string,
    message: string,
    readonly nextStep: string,
    options?: { cause?: unknown; detail?: string },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    if (options?.detail !== undefined) this.detail = options.detail;
  }

  readonly detail?: string;
}

export const cancelled = (cause?: unknown): DumpError =>
  new DumpError(
    'cancelled',
    'CANCELLED',
    'The backup was cancelled before it was complete.',
    'Start it again when you are ready.',
    { cause },
  );

/** The stable code of any error of ours, else null: libraries share no error class, only these fields. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

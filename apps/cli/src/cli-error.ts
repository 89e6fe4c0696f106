/** What went wrong in the command line itself; the libraries throw errors of the same shape. */
export type CliErrorKind = 'wrong-use' | 'input' | 'output' | 'internal';

/**
 * One sentence that says what happened, one that says what to do, and a stable code.
 * Never holds a secret: texts from outside are put in by the caller only when they can't be one.
 */
export class CliError extends Error {
  /** More for a person who looks closer, one line or several. */
  readonly detail?: string;

  constructor(
    readonly kind: CliErrorKind,
    readonly code: string,
    message: string,
    readonly nextStep: string,
    options?: ErrorOptions & { readonly detail?: string },
  ) {
    super(message, options);
    if (options?.detail !== undefined) this.detail = options.detail;
    this.name = 'CliError';
  }
}

/** Wrong use of the command line: exit code 2, one line on stderr. */
export function wrongUse(message: string, nextStep: string): CliError {
  return new CliError('wrong-use', 'WRONG_USE', message, nextStep);
}

/** The errno code of a Node error (`ENOENT`), or undefined. */
export function errnoOf(e: unknown): string | undefined {
  if (typeof e !== 'object' || e === null || !('code' in e)) return undefined;
  return typeof e.code === 'string' ? e.code : undefined;
}

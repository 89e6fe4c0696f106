/** What a code means, for docs/errors.md and for the reply. */
export interface ErrorKind {
  /** HTTP status. */
  readonly status: number;
  /** A few words, the same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** When it happens, for docs/errors.md: one sentence. */
  readonly when: string;
}

/** Every feature declares its own codes: `<feature>/<feature>.errors.ts`; `all-errors.ts` lists them. */
export function defineErrors<const T extends Readonly<Record<string, ErrorKind>>>(errors: T): T {
  return errors;
}

export interface ApiErrorOptions {
  /** What to do now: one sentence. */
  readonly nextStep?: string;
  /** Path of the field in the body, like `connection.host` or `destinations[1]`. */
  readonly field?: string;
  /** Several wrong fields at once. */
  readonly errors?: readonly FieldProblem[];
  /** More members of the reply: ids, counts. Never a secret. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** An error for the one who asked. `detail`: one plain sentence that says what happened and where, without secrets. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly options: ApiErrorOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'ApiError';
  }
}

/** Makes the errors of one feature: `const fail = failWith(projectErrors); throw fail('PROJECT_NOT_FOUND', '…', { nextStep: '…' })`. */
export function failWith<T extends Readonly<Record<string, ErrorKind>>>(
  errors: T,
): (code: keyof T & string, detail: string, options?: ApiErrorOptions) => ApiError {
  return (code, detail, options) => {
    const kind = errors[code];
    if (kind === undefined) throw new Error(`unknown error code ${code}`);
    return new ApiError(code, kind.status, kind.title, detail, options);
  };
}

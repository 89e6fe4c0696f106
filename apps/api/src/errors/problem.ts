import type { ApiError } from './api-error';

/** A reply that tells of an error: RFC 9457, sent as {@link problemType}. */
export interface Problem {
  /** Where the code is explained. */
  readonly type: string;
  /** A few words, the same for each occurrence of the code. */
  readonly title: string;
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  /** One sentence: what happened, and where. */
  readonly detail: string;
  /** One sentence: what to do now. */
  readonly nextStep?: string;
  /** Path of the wrong field in the body: `connection.host`, `destinations[1]`. */
  readonly field?: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  /** This one occurrence: the request's id, as in the log. */
  readonly instance: string;
  readonly [more: string]: unknown;
}

export const problemType = 'application/problem+json';

/** An error as members of a reply that tells of several things. */
export function problemOf(error: ApiError): Omit<Problem, 'instance'> {
  const { nextStep, field, errors, more } = error.options;
  return {
    ...more,
    type: `/docs/errors#${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(nextStep === undefined ? {} : { nextStep }),
    ...(field === undefined ? {} : { field }),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** As the body of a reply. `clean` takes the secrets of the request out of every text; names, codes and numbers are ours. */
export function writeProblem(error: ApiError, requestId: string, clean: (text: string) => string): string {
  const ours: ReadonlySet<string> = new Set(['type', 'title', 'code', 'field', 'instance']);
  return JSON.stringify({ ...problemOf(error), instance: `urn:uuid:${requestId}` }, (key, value: unknown) =>
    typeof value === 'string' && !ours.has(key) ? clean(value) : value,
  );
}

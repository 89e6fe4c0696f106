/** The fields of the driver's DatabaseError that matter here. */
export interface ServerError extends Error {
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
  readonly constraint?: string;
  readonly routine?: string;
}

/** An answer of the server, not a failure of the connection. */
export const isServerError = (error: unknown): error is ServerError =>
  error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';

/** In characters from 1, of the whole script. */
export const positionOf = ({ position }: ServerError): number | null =>
  position === undefined ? null : Number(position);

/** Raised by a function's own RAISE: its text is the user's, whatever its SQLSTATE. */
const isRaised = (error: ServerError): boolean => error.routine === 'exec_stmt_raise' || error.code.startsWith('P0');

/** Data exceptions and violated constraints: PostgreSQL puts values of rows in quotes, and whole rows in DETAIL. */
const mayHoldValues = (error: ServerError): boolean => /^2[123]/.test(error.code);

/** PostgreSQL's message without anything that may be a value of a row. */
export function safeMessage(error: ServerError): string {
  if (isRaised(error)) return `a function raised an error (SQLSTATE ${error.code})`;
  const [line = ''] = (mayHoldValues(error) ? error.message.replace(/".*"/s, '"…"') : error.message).split('\n', 1);
  return line.slice(0, 300);
}

/** Message, detail and hint, one a line; only the message where the rest may hold values. */
export function safeText(error: ServerError): string {
  const more = isRaised(error) || mayHoldValues(error) ? [] : [error.detail, error.hint];
  return [safeMessage(error), ...more].filter((line) => line !== undefined && line !== '').join('\n');
}

/** A cause that loggers may print: the SQLSTATE and the safe text. */
export const safeCause = (error: ServerError): Error & { code: string } =>
  Object.assign(new Error(safeMessage(error)), { code: error.code });

export type SqlStreamErrorKind = 'unterminated' | 'too-long' | 'ended' | 'large-object';

const CODES: Record<SqlStreamErrorKind, string> = {
  unterminated: 'SQL_UNTERMINATED',
  'too-long': 'SQL_STATEMENT_TOO_LONG',
  ended: 'SQL_SCANNER_ENDED',
  'large-object': 'SQL_LARGE_OBJECT_ORDER',
};

/** What this library throws: a closed kind, a stable code, one plain sentence and the next step. */
export class SqlStreamError extends Error {
  override readonly name = 'SqlStreamError';
  readonly code: string;

  constructor(
    readonly kind: SqlStreamErrorKind,
    message: string,
    readonly nextStep: string,
  ) {
    super(message);
    this.code = CODES[kind];
  }
}

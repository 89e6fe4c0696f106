/** Families of errors: what a program decides by. */
export type PostgresErrorKind =
  'input' | 'network' | 'tls' | 'login' | 'busy' | 'permission' | 'server' | 'data' | 'tool' | 'client' | 'cancelled';

const kindOfCode = {
  URL_SCHEME: 'input',
  URL_TOO_LONG: 'input',
  URL_AMBIGUOUS: 'input',
  URL_INCOMPLETE: 'input',
  URL_INVALID: 'input',
  PARAMETER_NOT_ALLOWED: 'input',
  PARAMETER_INVALID: 'input',
  HOST_INVALID: 'input',
  PORT_INVALID: 'input',
  USER_INVALID: 'input',
  PASSWORD_INVALID: 'input',
  PASSWORD_PLACEHOLDER: 'input',
  DATABASE_INVALID: 'input',
  CA_INVALID: 'input',
  POOLER_USER: 'input',
  POOLER_TRANSACTION_MODE: 'input',
  TLS_WEAK: 'input',
  HOST_NOT_FOUND: 'network',
  UNREACHABLE: 'network',
  IPV6_ONLY: 'network',
  ADDRESS_REFUSED: 'network',
  CONNECTION_LOST: 'network',
  TLS_REQUIRED: 'tls',
  TLS_NOT_OFFERED: 'tls',
  TLS_FAILED: 'tls',
  TLS_UNTRUSTED: 'tls',
  TLS_PIN_CHANGED: 'tls',
  AUTH_FAILED: 'login',
  AUTH_BLOCKED: 'login',
  DATABASE_MISSING: 'login',
  TENANT_NOT_FOUND: 'login',
  NETWORK_RESTRICTED: 'login',
  PROJECT_PAUSED: 'login',
  TOO_MANY_CONNECTIONS: 'busy',
  STARTING_UP: 'busy',
  PERMISSION_DENIED: 'permission',
  ROW_SECURITY: 'permission',
  LOCK_TIMEOUT: 'server',
  LOCKS_EXHAUSTED: 'server',
  STATEMENT_TIMEOUT: 'server',
  SNAPSHOT_LOST: 'server',
  SERVER_VERSION_MISMATCH: 'server',
  DISK_FULL: 'server',
  QUERY_FAILED: 'server',
  VALUE_TOO_LARGE: 'data',
  DUMP_FAILED: 'tool',
  DUMP_KILLED: 'tool',
  DUMP_EMPTY: 'tool',
  STALLED: 'tool',
  MAX_DURATION: 'tool',
  TOOL_MISSING: 'tool',
  TOOL_ARGUMENT_FORBIDDEN: 'tool',
  CLIENT_MISSING: 'client',
  CLIENT_TOO_OLD: 'client',
  CANCELLED: 'cancelled',
} as const satisfies Record<string, PostgresErrorKind>;

/** Public and stable: written to run rows, printed by the CLI, quoted in the documentation. */
export type PostgresErrorCode = keyof typeof kindOfCode;

/** What could be read of a connection URL, to fill the single fields of a form. */
export interface PrefilledFields {
  host?: string;
  port?: number;
  user?: string;
  database?: string;
  /** Never the password itself: `••••` when one was there. */
  password?: '••••';
}

export interface PostgresErrorOptions {
  cause?: unknown;
  /** More text, redacted: a stderr tail, the server's own words. */
  detail?: string;
  /** The statement that repairs it. */
  sql?: string;
  /** A connection URL without password that would work instead. */
  suggestion?: string;
  fields?: PrefilledFields;
  /** The object it is about, as far as the server named it: `public.users`. */
  object?: string;
}

/** One plain sentence, a stable code, the next step. Never holds a secret in any of its texts. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly kind: PostgresErrorKind;
  readonly detail?: string;
  readonly sql?: string;
  readonly suggestion?: string;
  readonly fields?: PrefilledFields;
  readonly object?: string;

  constructor(
    readonly code: PostgresErrorCode,
    message: string,
    readonly nextStep: string,
    options: PostgresErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kindOfCode[code];
    if (options.detail !== undefined && options.detail !== '') this.detail = options.detail;
    if (options.sql !== undefined) this.sql = options.sql;
    if (options.suggestion !== undefined) this.suggestion = options.suggestion;
    if (options.fields !== undefined) this.fields = options.fields;
    if (options.object !== undefined) this.object = options.object;
  }
}

/** True when the same attempt can succeed a little later. A failed login never is: repeating it gets the address banned. */
export function isRetriable(error: unknown): boolean {
  if (!(error instanceof PostgresError)) return false;
  return error.kind === 'busy' || error.code === 'CONNECTION_LOST' || error.code === 'UNREACHABLE';
}

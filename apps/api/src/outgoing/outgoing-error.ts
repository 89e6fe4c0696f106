export type OutgoingErrorKind = 'input' | 'policy' | 'network' | 'tls' | 'reply' | 'cancelled';

const kindOfCode = {
  URL_INVALID: 'input',
  HOST_INVALID: 'input',
  REQUEST_INVALID: 'input',
  ADDRESS_BLOCKED: 'policy',
  INSECURE_URL: 'policy',
  REDIRECTED: 'policy',
  HOST_NOT_FOUND: 'network',
  UNREACHABLE: 'network',
  CONNECTION_LOST: 'network',
  TIMED_OUT: 'network',
  TLS_UNTRUSTED: 'tls',
  TLS_FAILED: 'tls',
  REPLY_TOO_LARGE: 'reply',
  REPLY_INVALID: 'reply',
  CANCELLED: 'cancelled',
} as const satisfies Record<string, OutgoingErrorKind>;

/** Public and stable. */
export type OutgoingErrorCode = keyof typeof kindOfCode;

/**
 * Why a connection or request to another machine was not made or failed: one plain sentence, a stable code, the next step. Its texts
 * name the host at most: never a path, a header, a body, or the address behind a name.
 */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly kind: OutgoingErrorKind;

  constructor(
    readonly code: OutgoingErrorCode,
    message: string,
    readonly nextStep: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kindOfCode[code];
  }
}

/** Public and stable; docs/notifications.md explains each. */
export const deliveryErrorCodes = [
  'NOT_REACHED',
  'ADDRESS_REFUSED',
  'TLS',
  'SIGN_IN',
  'NOT_FOUND',
  'BUSY',
  'SERVER_TROUBLE',
  'REFUSED',
  'RECIPIENT_REFUSED',
  'TRY_LATER',
  'SETTINGS',
  'STOPPED',
  'INTERNAL',
] as const;
export type DeliveryErrorCode = (typeof deliveryErrorCodes)[number];

interface Options {
  readonly nextStep: string;
  /** False: the same again would be refused again. */
  readonly retry: boolean;
  /** Seconds the other side asked to wait. */
  readonly retryAfter?: number;
  /** Receivers that have it now, although the whole failed. */
  readonly done?: readonly string[];
  readonly cause?: unknown;
}

/** Why something was not delivered: one plain sentence, a next step. Never a word of what the other side answered, and no secret. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly nextStep: string;
  readonly retry: boolean;
  readonly retryAfter: number | null;
  readonly done: readonly string[];

  constructor(
    readonly code: DeliveryErrorCode,
    message: string,
    { nextStep, retry, retryAfter, done = [], cause }: Options,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.nextStep = nextStep;
    this.retry = retry;
    this.retryAfter = retryAfter ?? null;
    this.done = done;
  }
}

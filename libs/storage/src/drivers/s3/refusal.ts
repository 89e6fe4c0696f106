import { retryAfterMs } from '../../http/retry-after';

/** What the store said: `code` is its own word for it, empty when the reply had no body (HEAD). */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  /** Told by some with a wrong region. */
  readonly region?: string | undefined;
  /** Only looked at, never repeated: servers put what they were sent into it. */
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** Our code for a refusal of `If-None-Match`: stores that don't know it have several. */
export const unknownCondition = 'ConditionNotImplemented';
/** Our code for a refusal for want of a digest of the body. */
export const missingDigest = 'MissingContentMD5';

/** Words of the SDK's own for replies without a code. */
const nameless = new Set([
  'Unknown',
  'UnknownError',
  'NotFound',
  'S3ServiceException',
  'Error',
  'BadRequest',
  'Forbidden',
]);

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Record<string, string> };
  readonly Region?: unknown;
}

/** Null when no store has answered. */
export function refusalOf(thrown: unknown): Refusal | null {
  if (!(thrown instanceof Error)) return null;
  const { $metadata, $response, Region, message } = thrown as SdkError;
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return null;
  return {
    code: codeOf(thrown.name, status, message),
    status,
    region: typeof Region === 'string' ? Region : undefined,
    message,
    retryAfterMs: $response?.headers === undefined ? undefined : retryAfterMs($response.headers),
  };
}

function codeOf(name: string, status: number, message: string): string {
  const code = /^[A-Za-z][A-Za-z0-9.]{1,63}$/.test(name) && !nameless.has(name) ? name : '';
  if (code === 'InvalidRequest' && /content-md5/i.test(message)) return missingDigest;
  const refusesCondition = status !== 412 && /\bif-none-match\b/i.test(message);
  return refusesCondition || status === 501 ? unknownCondition : code;
}

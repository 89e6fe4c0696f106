import { errors } from 'undici';
import { OutgoingError } from './outgoing-error';
import { shown } from './refusals';

const notFound = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']);
const unreachable = new Set([
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'ENETDOWN',
]);
const lost = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);
/** Node's names for what OpenSSL says of a certificate have no prefix in common. */
const untrusted = /^(?:(?:ERR_TLS_)?CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(?:GET|VERIFY)_)/;

export interface RequestEnd {
  readonly deadline: AbortSignal;
  readonly timeoutMs: number;
  readonly cancelled?: AbortSignal;
}

/** Whatever undici, Node or the guard threw → `OutgoingError`. No cause goes along: undici's errors hold pieces of the reply. */
export function translateRequestError(error: unknown, host: string, end: RequestEnd): OutgoingError {
  if (error instanceof OutgoingError) return error;
  if (end.cancelled?.aborted === true)
    return new OutgoingError('CANCELLED', 'The request was cancelled.', 'Start it again when you are ready.');
  if (end.deadline.aborted) return timedOut(host, end.timeoutMs);
  const code = codeOf(error);
  const at = shown(host);
  if (notFound.has(code))
    return new OutgoingError(
      'HOST_NOT_FOUND',
      `The host name ${at} cannot be resolved to an address.`,
      'Check the host name and the DNS of the server.',
    );
  if (unreachable.has(code))
    return new OutgoingError('UNREACHABLE', `${at} cannot be reached.`, 'Check host, port and firewalls.');
  if (untrusted.test(code))
    return new OutgoingError(
      'TLS_UNTRUSTED',
      `The certificate of ${at} is not trusted for this host.`,
      'Use the host name that stands in it, or give the CA certificate that signed it.',
    );
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return new OutgoingError(
      'TLS_FAILED',
      `The encrypted connection to ${at} could not be set up.`,
      'Check that it speaks TLS 1.2 or newer at this port.',
    );
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new OutgoingError('REPLY_TOO_LARGE', `The headers that ${at} sent are too large.`, wrongService);
  if (lost.has(code))
    return new OutgoingError(
      'CONNECTION_LOST',
      `The connection to ${at} was closed before the reply was whole.`,
      later,
    );
  if (error instanceof errors.HTTPParserError)
    return new OutgoingError('REPLY_INVALID', `What ${at} answered is not HTTP.`, wrongService);
  return new OutgoingError(
    'REQUEST_INVALID',
    `The request to ${at} could not be sent.`,
    'Check method and headers for characters that HTTP does not allow.',
  );
}

export const replyTooLarge = (host: string, maxBytes: number): OutgoingError =>
  new OutgoingError('REPLY_TOO_LARGE', `The reply of ${shown(host)} is longer than ${maxBytes} bytes.`, wrongService);

/** Only the host of the place it points to, and only when that is one. */
export function redirected(host: string, location: string | string[] | undefined): OutgoingError {
  const target = typeof location === 'string' ? URL.parse(location, `https://${host}`)?.hostname : undefined;
  const to = target === undefined || target === '' || target === host ? '' : ` to ${shown(target)}`;
  return new OutgoingError(
    'REDIRECTED',
    `${shown(host)} answered with a redirect${to}; redirects are not followed.`,
    'Enter the URL it finally leads to.',
  );
}

const timedOut = (host: string, timeoutMs: number): OutgoingError =>
  new OutgoingError(
    'TIMED_OUT',
    `${shown(host)} did not answer completely within ${timeoutMs / 1_000} seconds.`,
    later,
  );

const wrongService = 'Check that host and port are those of the service you mean.';
const later = 'Try again later; if it stays so, look at the service there.';

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf);
    return codes.find((code) => code === 'ECONNREFUSED') ?? codes[0] ?? '';
  }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return '';
  return error.code;
}

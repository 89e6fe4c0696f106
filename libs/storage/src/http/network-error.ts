import { errors } from 'undici';
import { StorageError } from '../storage-error';

const noAddress = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']);
const noWay = new Set([
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'ENETDOWN',
  'ABORT_ERR',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const lost = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);
/** Node's names for what OpenSSL says of a certificate have no prefix in common. */
const untrusted = /^(?:(?:ERR_TLS_)?CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(?:GET|VERIFY)_)/;
const notTls = /^(?:EPROTO$|ERR_SSL_|ERR_TLS_)/;

const checkAddress = 'Check host, port and firewalls.';
const checkService = 'Check that host and port are those of the service you mean.';

/** `host:port`, as errors name it. */
export const placeOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;

/**
 * Whatever undici, Node or the one who connects threw, in the words of the contract. Only its code goes along as cause: undici's errors
 * hold pieces of requests and replies.
 */
export function networkError(thrown: unknown, place: string): StorageError {
  if (thrown instanceof StorageError) return thrown;
  const code = codeOf(thrown);
  const cause = Object.assign(new Error(code === '' ? 'without a code' : code), { code });
  const told = (kind: StorageError['kind'], message: string, nextStep: string): StorageError =>
    new StorageError(kind, message, nextStep, { cause });
  if (hasOwnSentence(thrown)) {
    return new StorageError('invalid-config', thrown.message, thrown.nextStep, { cause, code });
  }
  if (noAddress.has(code)) {
    return told('unreachable', `The host of ${place} cannot be resolved to an address.`, 'Check its name and the DNS.');
  }
  if (noWay.has(code) || isAbort(thrown)) return told('unreachable', `${place} cannot be reached.`, checkAddress);
  if (lost.has(code)) {
    return told('unreachable', `${place} closed the connection before its answer was whole.`, 'Try again later.');
  }
  if (code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT') {
    return told('stalled', `${place} stopped sending in the middle of its answer.`, 'Try again later.');
  }
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') {
    return told('cancelled', `The connection to ${place} was closed by Stowbase.`, 'Start it again.');
  }
  if (untrusted.test(code)) {
    return told(
      'invalid-config',
      `The certificate of ${place} is not trusted for this host.`,
      'Use the host name that stands in it, or give the CA certificate that signed it.',
    );
  }
  if (notTls.test(code)) {
    return told(
      'invalid-config',
      `The encrypted connection to ${place} could not be set up.`,
      'Check that it speaks TLS 1.2 or newer at this port.',
    );
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || thrown instanceof errors.HTTPParserError) {
    return told('damaged', `What ${place} answered is not HTTP as it should be.`, checkService);
  }
  return told('unexpected', `The request to ${place} could not be sent.`, 'Try again; if it stays, report it.');
}

export const replyTooLong = (place: string, maxBytes: number): StorageError =>
  new StorageError('damaged', `The answer of ${place} is longer than ${maxBytes} bytes.`, checkService);

/** Names only the host of the place it points to, and only when that is one. */
export function redirected(url: URL, location: string | string[] | undefined): StorageError {
  const target = typeof location === 'string' ? URL.parse(location, url.href) : null;
  const to = target === null || target.host === '' ? '' : ` to ${placeOf(target)}`;
  return new StorageError(
    'invalid-config',
    `${placeOf(url)} answered with a redirect${to}; redirects are not followed.`,
    'Enter the address it finally leads to.',
  );
}

/** The outgoing guard of the service refuses in words of its own. */
interface OwnSentence extends Error {
  readonly nextStep: string;
}

const hasOwnSentence = (thrown: unknown): thrown is OwnSentence =>
  thrown instanceof Error && 'nextStep' in thrown && typeof thrown.nextStep === 'string';

const isAbort = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.name === 'AbortError' || thrown.name === 'TimeoutError');

/** Of several addresses the one that refused says most. */
function codeOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) {
    const codes = thrown.errors.map(codeOf);
    return codes.find((code) => code === 'ECONNREFUSED') ?? codes[0] ?? '';
  }
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

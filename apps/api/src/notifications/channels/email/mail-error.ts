import { OutgoingError } from '../../../outgoing/outgoing-error';
import { translateRequestError } from '../../../outgoing/request-errors';
import { DeliveryError, type DeliveryErrorCode } from '../delivery-error';
import { fromOutgoing, stopped } from '../post-json';

/** What nodemailer says of a failure (node_modules/nodemailer, errors.d.ts), as far as it is read here. */
interface MailFailure {
  readonly code: string;
  readonly responseCode: number | null;
  readonly command: string;
  readonly rejected: readonly Rejection[];
}

interface Rejection {
  readonly recipient: string;
  readonly responseCode: number | null;
}

/** Whatever went wrong → `DeliveryError`. Answers of the server are told by their code alone. */
export function mailError(error: unknown, host: string, signal: AbortSignal): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof OutgoingError) return fromOutgoing(error);
  if (signal.aborted) return isTimeout(signal.reason) ? tooSlow() : stopped();
  const failure = readFailure(error);
  const { responseCode } = failure;
  const answer = responseCode === null ? '' : ` (${responseCode})`;
  switch (failure.code) {
    case 'EAUTH':
    case 'ENOAUTH':
      return told('SIGN_IN', `The mail server does not accept user and password${answer}.`, {
        nextStep: 'Enter them again; many providers want a password made for this use.',
        retry: isTemporary(responseCode),
      });
    case 'EENVELOPE':
      return failure.rejected.length > 0 ? refusedRecipients(failure.rejected, []) : refusedSender(responseCode);
    case 'EMESSAGE':
      return isTemporary(responseCode)
        ? later(answer)
        : told('REFUSED', `The mail server refused the message${answer}.`, {
            nextStep: 'Look at the log of the mail server.',
            retry: false,
          });
    case 'EREQUIRETLS':
    case 'ETLS':
      return noTls();
    default:
      break;
  }
  if (isTemporary(responseCode)) return later(answer);
  if (responseCode !== null)
    return told('REFUSED', `The mail server refused to take mail${answer}.`, {
      nextStep: 'Look at the log of the mail server.',
      retry: false,
    });
  if (failure.code === 'ETIMEDOUT' || isTimeout(error)) return tooSlow();
  if (failure.code === 'EPROTOCOL' || failure.code === 'ESOCKET' || failure.code === 'ECONNECTION')
    return certificateProblem(error, host) ?? cutOff();
  const translated = translateRequestError(error, host, { deadline: signal, timeoutMs: 60_000 });
  return translated.code === 'REQUEST_INVALID' ? cutOff() : fromOutgoing(translated);
}

/** Some have it and some don't; null: all have it. */
export function partlyRefused(info: unknown, wanted: readonly string[]): DeliveryError | null {
  const rejected = rejectionsOf(info);
  if (rejected.length === 0) return null;
  const missing = new Set(rejected.map(({ recipient }) => recipient));
  return refusedRecipients(
    rejected,
    wanted.filter((address) => !missing.has(address)),
  );
}

function refusedRecipients(rejected: readonly Rejection[], done: readonly string[]): DeliveryError {
  const retry = rejected.some(({ responseCode }) => isTemporary(responseCode));
  const names = rejected.map(({ recipient, responseCode }) => `${recipient} (${responseCode ?? 'no code'})`).join(', ');
  const others = done.length === 0 ? '' : ` ${done.join(', ')} ${done.length === 1 ? 'has' : 'have'} it.`;
  return retry
    ? new DeliveryError('TRY_LATER', `The mail server does not take mail for ${names} yet.${others}`, {
        nextStep: 'It is tried again by itself.',
        retry,
        done,
      })
    : new DeliveryError('RECIPIENT_REFUSED', `The mail server does not take mail for ${names}.${others}`, {
        nextStep: 'Check the addresses.',
        retry,
        done,
      });
}

const refusedSender = (responseCode: number | null): DeliveryError =>
  isTemporary(responseCode)
    ? later(` (${responseCode})`)
    : told(
        'REFUSED',
        `The mail server does not take mail from this sender${responseCode === null ? '' : ` (${responseCode})`}.`,
        {
          nextStep: 'Enter one of your own addresses as From.',
          retry: false,
        },
      );

const told = (
  code: DeliveryErrorCode,
  text: string,
  end: { readonly nextStep: string; readonly retry: boolean },
): DeliveryError => new DeliveryError(code, text, end);

const later = (answer: string): DeliveryError =>
  told('TRY_LATER', `The mail server asks to try again later${answer}.`, {
    nextStep: 'It is tried again by itself.',
    retry: true,
  });

const tooSlow = (): DeliveryError =>
  told('NOT_REACHED', 'The mail server did not answer in time.', {
    nextStep: 'Check server, port and encryption; a wrong pair of the last two looks like this.',
    retry: true,
  });

const cutOff = (): DeliveryError =>
  told('NOT_REACHED', 'The connection to the mail server broke off.', {
    nextStep: 'It is tried again by itself; if it stays so, check port and encryption.',
    retry: true,
  });

const noTls = (): DeliveryError =>
  told('TLS', 'The encrypted connection to the mail server could not be set up.', {
    nextStep: 'Choose the encryption that belongs to the port; without any, nothing is sent.',
    retry: true,
  });

function certificateProblem(error: unknown, host: string): DeliveryError | null {
  // nodemailer puts its own code over that of OpenSSL, and keeps the text.
  const text = error instanceof Error ? error.message : '';
  if (!/certificate|self.signed|altnames|unable to verify/i.test(text)) return null;
  return told('TLS', `The certificate of the mail server is not trusted for ${host}.`, {
    nextStep: 'Use the host name that stands in it, or give the CA certificate that signed it.',
    retry: true,
  });
}

const isTemporary = (responseCode: number | null): boolean =>
  responseCode !== null && responseCode >= 400 && responseCode < 500;

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

function readFailure(error: unknown): MailFailure {
  const value: Readonly<Record<string, unknown>> = typeof error === 'object' && error !== null ? { ...error } : {};
  const { code, responseCode, command } = value;
  return {
    code: typeof code === 'string' ? code : '',
    responseCode: typeof responseCode === 'number' && responseCode > 0 ? responseCode : null,
    command: typeof command === 'string' ? command : '',
    rejected: rejectionsOf(value),
  };
}

function rejectionsOf(value: unknown): Rejection[] {
  const errors =
    typeof value === 'object' && value !== null && 'rejectedErrors' in value ? value.rejectedErrors : undefined;
  if (!Array.isArray(errors)) return [];
  return errors.map((each: unknown) => {
    const { recipient, responseCode } = each as { recipient?: unknown; responseCode?: unknown };
    return {
      recipient: typeof recipient === 'string' ? recipient : '',
      responseCode: typeof responseCode === 'number' ? responseCode : null,
    };
  });
}

import { OutgoingError } from '../../outgoing/outgoing-error';
import type { OutgoingReply } from '../../outgoing/request-types';
import type { SendContext } from './channel-type';
import { DeliveryError } from './delivery-error';

export interface JsonPost {
  readonly url: string;
  /** As it is sent, so that it can be signed. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As the texts call the other side: `Slack`. */
  readonly name: string;
  /** What a reply that isn't 2xx means there; null: what its status usually means. */
  readonly explain?: (reply: OutgoingReply) => DeliveryError | null;
}

/** One POST of JSON through the outgoing guard: no redirect, 10 s, 64 KB. @throws DeliveryError for anything but 2xx */
export async function postJson(context: SendContext, post: JsonPost): Promise<OutgoingReply> {
  const { url, body, headers = {}, name, explain } = post;
  let reply: OutgoingReply;
  try {
    reply = await context.outgoing.request({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stowbase', ...headers },
      body,
      signal: context.signal,
    });
  } catch (error) {
    if (error instanceof OutgoingError) throw fromOutgoing(error);
    throw error;
  }
  if (reply.status >= 200 && reply.status < 300) return reply;
  throw explain?.(reply) ?? byStatus(name, reply);
}

/** What the guard or the network said, in the words of a delivery. */
export function fromOutgoing(error: OutgoingError): DeliveryError {
  const { kind, code, message, nextStep } = error;
  const end = { nextStep, cause: error };
  switch (kind) {
    case 'input':
      return new DeliveryError('SETTINGS', message, { ...end, retry: false });
    case 'policy':
      return new DeliveryError('ADDRESS_REFUSED', message, { ...end, retry: false });
    case 'network':
    case 'reply':
      return new DeliveryError('NOT_REACHED', message, { ...end, retry: true });
    case 'tls':
      // A certificate that ran out is renewed in the end.
      return new DeliveryError('TLS', message, { ...end, retry: code === 'TLS_UNTRUSTED' || code === 'TLS_FAILED' });
    case 'cancelled':
      return stopped();
  }
}

export const stopped = (): DeliveryError =>
  new DeliveryError('STOPPED', 'The service stopped while it was sent.', {
    nextStep: 'It is sent again by itself.',
    retry: true,
  });

/**
 * What a status usually means. 401, 403, 404 and 410 are tried again too: a service behind a gateway answers so while it is away, and its
 * owner may mend the settings meanwhile.
 */
export function byStatus(name: string, reply: OutgoingReply): DeliveryError {
  const { status } = reply;
  if (status === 429) return busy(name, retryAfterOf(reply));
  if (status >= 500 || status === 408 || status === 425) {
    const retryAfter = retryAfterOf(reply);
    return new DeliveryError('SERVER_TROUBLE', `${name} answered with status ${status}.`, {
      nextStep: 'It is tried again by itself; if it stays so, look at the service there.',
      retry: true,
      ...(retryAfter === null ? {} : { retryAfter }),
    });
  }
  if (status === 401 || status === 403)
    return new DeliveryError('SIGN_IN', `${name} does not accept the sign-in: status ${status}.`, {
      nextStep: 'Enter the address, token or key again; it may have been revoked.',
      retry: true,
    });
  if (status === 404 || status === 410)
    return new DeliveryError('NOT_FOUND', `${name} knows nothing at this address: status ${status}.`, {
      nextStep: 'Create the address anew there and enter it here.',
      retry: true,
    });
  return new DeliveryError('REFUSED', `${name} refused the message: status ${status}.`, {
    nextStep: 'Check that the address belongs to this kind of channel.',
    retry: false,
  });
}

/** @param retryAfter seconds; null: it didn't say */
export const busy = (name: string, retryAfter: number | null): DeliveryError =>
  new DeliveryError('BUSY', `${name} takes no more messages for the moment.`, {
    nextStep: 'It is tried again by itself when the other side allows it.',
    retry: true,
    ...(retryAfter === null ? {} : { retryAfter }),
  });

/** Seconds, of a header in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAfterOf({ headers }: Pick<OutgoingReply, 'headers'>, now = Date.now()): number | null {
  const text = headers['retry-after'];
  if (text === undefined) return null;
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) return Math.ceil(Number(text));
  const at = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1_000));
}

/** The parsed body of a reply, for what a provider documents; undefined when it is no JSON object. */
export function jsonOf(reply: OutgoingReply): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(reply.body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // SyntaxError: somebody else answers there.
    return undefined;
  }
}

import { trustedCertificates } from '@stowbase/storage';
import type { Message } from '../../message/message';
import { cut, plainText } from '../../message/message';
import type { SendContext } from '../channel-type';
import { addressList } from './addresses';
import { htmlOf } from './html';
import { mailError, partlyRefused } from './mail-error';

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly to: string;
  readonly ca?: string;
}

/** Milliseconds; the whole is bounded by the signal. */
const connectMs = 10_000;
const silenceMs = 20_000;
/** Bytes of one answer of the server. */
const longestAnswer = 65_536;

/** One mail to all receivers that don't have it yet, over a socket that the outgoing guard made. @throws DeliveryError */
export async function sendMail(settings: MailSettings, message: Message, context: SendContext): Promise<void> {
  const { host, port, security, user, password, from } = settings;
  const to = addressList(settings.to).addresses;
  const wanted = to.filter((address) => !context.done.includes(address));
  const ca = trustedCertificates(settings.ca);
  // Only whoever sends mail pays for it: the idle service stays small.
  const { createTransport } = await import('nodemailer');
  /** What nodemailer would wrap. */
  let notConnected: unknown;
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    maxResponseSize: longestAnswer,
    disableFileAccess: true,
    disableUrlAccess: true,
    name: context.publicUrl.hostname.replaceAll(/[^A-Za-z0-9.-]/g, '') || 'localhost',
    getSocket: (_, callback) => {
      const signal = AbortSignal.any([context.signal, AbortSignal.timeout(connectMs)]);
      context.outgoing.connect({ host: bare(host), port, signal, privateOnly: security === 'none' }).then(
        (connection) => callback(null, { connection }),
        (error: unknown) => {
          notConnected = error;
          callback(error instanceof Error ? error : new Error('not connected'), false);
        },
      );
    },
  });
  try {
    const info = await transport.sendMail({
      ...mailOf(message, context.publicUrl),
      from: { name: 'Stowbase', address: from },
      to: to.map((address) => ({ name: '', address })),
      envelope: { from, to: wanted },
      signal: context.signal,
    });
    const refused = partlyRefused(info, wanted);
    if (refused !== null) throw refused;
  } catch (error) {
    throw mailError(notConnected ?? error, host, context.signal);
  } finally {
    transport.close();
  }
}

/** The same for each try: a mail server or reader that has it already knows it by its Message-ID. */
function mailOf(message: Message, publicUrl: URL) {
  return {
    subject: cut(message.subject, 200),
    messageId: `<${message.id}@${publicUrl.hostname}>`,
    date: new Date(message.at),
    text: plainText(message),
    html: htmlOf(message),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Stowbase-Event': message.kind },
  };
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

import { once } from 'node:events';
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { checkPin, presentedPin } from './certificates';
import { PostgresError } from './postgres-error';
import type { ConnectionSettings, TlsSettings } from './settings';

/** Opens a connected TCP socket. The service hands in its outgoing guard here. */
export type Connect = (target: { host: string; port: number; signal: AbortSignal }) => Promise<Socket>;

export interface OpenStream {
  /** Ready for the start-up packet; encrypted, checked and pinned where the settings say so. */
  socket: Socket | TLSSocket;
  encrypted: boolean;
  /** The certificate chain is valid for this host by the given CA or Node's list. */
  verified: boolean;
  /** See `presentedPin`; null without encryption. */
  pin: string | null;
}

export const plainConnect: Connect = async ({ host, port, signal }) => {
  // Not as an option of the socket: that would end it whenever the signal fires, also long after it was connected.
  const socket = connectSocket({ host, port });
  socket.on('error', reportedElsewhere);
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
};

/** Length 8, request code 80877103 (PostgreSQL protocol, "SSLRequest"). */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const keepAliveDelayMs = 30_000;

/**
 * TCP, then TLS as the mode says, on one socket. Certificate and pin are judged before the caller can send anything, so a
 * stranger in between never sees a user name. `prefer` and `allow` go on unencrypted only when the server says it has no TLS.
 */
export async function openStream(
  settings: ConnectionSettings,
  connect: Connect,
  signal: AbortSignal,
): Promise<OpenStream> {
  const { host, hostAddress = host, port, tls } = settings;
  const socket = await connect({ host: hostAddress, port, signal });
  socket.on('error', reportedElsewhere);
  socket.setNoDelay(true).setKeepAlive(true, keepAliveDelayMs);
  try {
    if (tls.mode === 'disable') return { socket, encrypted: false, verified: false, pin: null };
    if (await serverOffersTls(socket, signal)) return await encrypt(socket, settings, signal);
    if (tls.mode !== 'prefer' && tls.mode !== 'allow') throw notOffered();
    return { socket, encrypted: false, verified: false, pin: null };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The answer is one byte, S or N. More than that came before the encryption and could be anybody's (CVE-2021-23222). */
async function serverOffersTls(socket: Socket, signal: AbortSignal): Promise<boolean> {
  socket.write(sslRequest);
  const answer = await firstBytes(socket, signal);
  if (answer.length === 1 && answer[0] === 0x53) return true;
  if (answer.length === 1 && answer[0] === 0x4e) return false;
  if (answer[0] === 0x45) {
    // An ErrorResponse before the encryption: its text could be anybody's, so it isn't shown (CVE-2024-10977).
    throw new PostgresError(
      'UNREACHABLE',
      'The server refused the connection before encryption.',
      'It may be overloaded: try again in a moment.',
    );
  }
  throw new PostgresError(
    'UNREACHABLE',
    'What answered at this host and port does not speak the PostgreSQL protocol.',
    'Check host and port.',
  );
}

/** Leaves the socket paused: the next reader takes over without losing a byte. */
async function firstBytes(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  const over = new AbortController();
  const closed = () => over.abort(Object.assign(new Error('closed before an answer'), { code: 'ECONNRESET' }));
  socket.once('end', closed).once('close', closed);
  socket.once('data', () => socket.pause());
  try {
    const [bytes] = (await once(socket, 'data', { signal: AbortSignal.any([signal, over.signal]) })) as [Buffer];
    return bytes;
  } catch (error) {
    throw over.signal.aborted ? over.signal.reason : error;
  } finally {
    socket.off('end', closed).off('close', closed);
  }
}

async function encrypt(socket: Socket, { host, tls }: ConnectionSettings, signal: AbortSignal): Promise<OpenStream> {
  const encrypted = connectTls({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}), ...tlsChecks(tls) });
  encrypted.on('error', reportedElsewhere);
  try {
    await once(encrypted, 'secureConnect', { signal });
    checkPin(encrypted, tls.pin);
  } catch (error) {
    encrypted.destroy();
    throw error;
  }
  return { socket: encrypted, encrypted: true, verified: encrypted.authorized, pin: presentedPin(encrypted) };
}

/**
 * What Node's TLS has to check, as libpq does it: `require` with a CA checks the chain, only `verify-full` checks the name too. Pins are not
 * checked by it.
 */
export function tlsChecks(tls: TlsSettings): ConnectionOptions {
  const judge =
    tls.mode === 'verify-full' || tls.mode === 'verify-ca' || (tls.mode === 'require' && tls.ca !== undefined);
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: judge,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(judge && tls.mode !== 'verify-full' ? { checkServerIdentity: () => undefined } : {}),
  };
}

const notOffered = (): PostgresError =>
  new PostgresError(
    'TLS_NOT_OFFERED',
    'The server does not offer an encrypted connection.',
    'Switch SSL on at the server, or allow the insecure connection explicitly with sslmode=disable.',
  );

/** The waiting promise, later the client, gets the same error; without any listener it would end the process. */
const reportedElsewhere = (): void => undefined;

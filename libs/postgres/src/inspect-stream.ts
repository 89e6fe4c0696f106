import { checkSettings } from './check-settings';
import type { ConnectOptions } from './connect';
import { withinDeadline } from './connect-deadline';
import { openStream, plainConnect, type OpenStream } from './open-stream';
import type { ConnectionSettings } from './settings';
import { translateError } from './translate-error';

export type StreamFacts = Pick<OpenStream, 'encrypted' | 'verified' | 'pin'>;

/** Opens and closes the connection below the login: is it reachable, encrypted, by whose certificate? Sends no user name. */
export async function inspectStream(settings: ConnectionSettings, options: ConnectOptions = {}): Promise<StreamFacts> {
  checkSettings(settings, { allowInsecure: true });
  try {
    const { socket, encrypted, verified, pin } = await withinDeadline(settings, options.signal, (signal) =>
      openStream(settings, options.connect ?? plainConnect, signal),
    );
    socket.destroy();
    return { encrypted, verified, pin };
  } catch (error) {
    throw translateError(error, { during: 'connecting', settings });
  }
}

/** The issuer's key behind the server's certificate now, to be kept as `tls.pin`; null when the server has no TLS. */
export async function readIssuerPin(
  settings: ConnectionSettings,
  options: ConnectOptions = {},
): Promise<string | null> {
  return (await inspectStream(settings, options)).pin;
}

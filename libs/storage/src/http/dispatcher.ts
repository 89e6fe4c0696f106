import { Agent, buildConnector } from 'undici';
import type { OutgoingConnect } from '../driver';
import type { HttpOptions } from './http-client';
import type { HttpLimits } from './http-types';

interface DispatcherOptions extends HttpOptions {
  readonly limits: HttpLimits;
  /** Ends connections that are being made. */
  readonly closing: AbortSignal;
}

/** Connections over sockets that somebody else opens, one request at a time on each. Time limits of requests are in their signals. */
export function dispatcherOver(
  connect: OutgoingConnect,
  { allowInsecure = false, ca, limits, closing }: DispatcherOptions,
): Agent {
  const encrypt = buildConnector({
    allowH2: false,
    timeout: limits.connectMs,
    ...(ca === undefined ? {} : { ca }),
  });
  return new Agent({
    headersTimeout: 0,
    bodyTimeout: limits.stallMs,
    connect(options, callback) {
      const encrypted = options.protocol === 'https:';
      const port = Number(options.port || (encrypted ? 443 : 80));
      const signal = AbortSignal.any([closing, AbortSignal.timeout(limits.connectMs)]);
      connect({ host: options.hostname, port, signal, privateOnly: !encrypted && !allowInsecure }).then(
        (socket) => {
          // A header and a short body are two packets: without it the second waits for the other side's late acknowledgement.
          socket.setNoDelay(true);
          if (encrypted) encrypt({ ...options, httpSocket: socket }, callback);
          else callback(null, socket);
        },
        (cause: unknown) => callback(cause instanceof Error ? cause : new Error('not connected'), null),
      );
    },
  });
}

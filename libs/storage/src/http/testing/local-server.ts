import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect as connectSocket, type AddressInfo, type Socket } from 'node:net';
import type { OutgoingConnect } from '../../driver';

export interface LocalServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Sockets that were ever accepted. */
  readonly accepted: Socket[];
  close(): Promise<void>;
}

/** A server of this process on a free port of 127.0.0.1. */
export async function localServer(listener: RequestListener): Promise<LocalServer> {
  return listening(createServer(listener));
}

export async function listening(server: Server): Promise<LocalServer> {
  const accepted: Socket[] = [];
  server.on('connection', (socket: Socket) => accepted.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    async close() {
      server.close();
      server.closeAllConnections();
      for (const socket of accepted) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** As the command line connects: to anything. */
export const plainConnect: OutgoingConnect = async ({ host, port, signal }) => {
  const socket = connectSocket({ host, port });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
};

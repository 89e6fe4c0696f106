import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import type { OutgoingConnect } from '../driver';

export interface CountedConnect {
  readonly connect: OutgoingConnect;
  /** Sockets that are open now. */
  readonly open: number;
  /** `host:port` of every attempt. */
  readonly targets: readonly string[];
  /** Resolves as soon as none is open. */
  emptied(): Promise<void>;
}

/** Connects to anything, as the command line does, and knows which of its sockets are still open. */
export function countedConnect(): CountedConnect {
  const sockets = new Set<Socket>();
  const targets: string[] = [];
  let waiting: (() => void)[] = [];
  const forget = (socket: Socket): void => {
    sockets.delete(socket);
    if (sockets.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  return {
    targets,
    get open() {
      return sockets.size;
    },
    emptied: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    async connect({ host, port, signal }) {
      targets.push(`${host}:${port}`);
      const socket = connectSocket({ host, port });
      sockets.add(socket);
      socket.on('close', () => forget(socket));
      try {
        await once(socket, 'connect', { signal });
        return socket;
      } catch (cause) {
        socket.destroy();
        throw cause;
      }
    },
  };
}

import { once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo, type TcpNetConnectOpts } from 'node:net';
import type { GuardOptions, Lookup } from '../guard';

/** A resolver that knows only these names; counts how often each was asked. Several lists: one answer after the other, the last stays. */
export function namesOf(names: Readonly<Record<string, readonly string[] | readonly (readonly string[])[]>>): {
  lookup: Lookup;
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    lookup: (name) => {
      const known = names[name];
      const times = asked.filter((other) => other === name).length;
      asked.push(name);
      if (known === undefined)
        return Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
      const answer = known.every((entry) => typeof entry === 'string')
        ? known
        : (known[Math.min(times, known.length - 1)] ?? []);
      return Promise.resolve(answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
    },
  };
}

/**
 * Opens sockets to this machine only: whatever the guard asks for is noted, and led to a listener here. Nothing on any other machine
 * is ever contacted.
 */
export function ledTo(port: number): { open: NonNullable<GuardOptions['open']>; opened: TcpNetConnectOpts[] } {
  const opened: TcpNetConnectOpts[] = [];
  return {
    opened,
    open: (options) => {
      opened.push(options);
      return connect({ host: '127.0.0.1', port });
    },
  };
}

/** Sockets that fail as the operating system would say it. */
export function failingWith(code: string): { open: NonNullable<GuardOptions['open']>; opened: TcpNetConnectOpts[] } {
  const opened: TcpNetConnectOpts[] = [];
  return {
    opened,
    open: (options) => {
      opened.push(options);
      return new Socket().destroy(Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' }));
    },
  };
}

/** A listener on this machine that counts who connects. */
export interface Listener {
  readonly port: number;
  readonly connections: () => number;
  close(): Promise<void>;
}

const running: Listener[] = [];
/** For `afterEach`: a test that fails leaves nothing open. */
export const closeListeners = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((listener) => listener.close()));
};

export async function listening(answer: (socket: Socket) => void = () => undefined): Promise<Listener> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    answer(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listener: Listener = {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
  running.push(listener);
  return listener;
}

/** A signal that never fires in time. */
export const patient = (): AbortSignal => AbortSignal.timeout(30_000);

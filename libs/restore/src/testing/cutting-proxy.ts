import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What happens to a connection when the client sends `words`. */
export type Cut = 'before the server gets them' | 'after the server answered, unseen';

export interface CuttingProxy {
  readonly port: number;
  /** Every connection is reset, and no new one is taken until `open`. */
  reset(): void;
  open(): void;
  close(): void;
}

/** A TCP proxy that cuts the connection on which `words` are sent; `shut` also refuses later connections. */
export async function cuttingProxy(
  target: number,
  options: { readonly words?: string; readonly cut?: Cut; readonly shut?: boolean } = {},
): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let shut = false;
  const proxy = createServer((client) => {
    if (shut) return void client.resetAndDestroy();
    const server = connect(target, '127.0.0.1');
    const end = (): void => {
      client.resetAndDestroy();
      server.resetAndDestroy();
      if (options.shut === true) shut = true;
    };
    let answered = false;
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => socket.destroy());
    }
    client
      .on('close', () => server.destroy())
      .on('data', (bytes: Buffer) => {
        const found = options.words !== undefined && bytes.includes(options.words);
        if (found && options.cut === 'before the server gets them') return end();
        answered = found;
        server.write(bytes);
      });
    server.on('close', () => client.destroy()).on('data', (bytes: Buffer) => (answered ? end() : client.write(bytes)));
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    reset() {
      shut = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    open: () => void (shut = false),
    close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

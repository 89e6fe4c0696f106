import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut: then every connection is reset, and new ones are too. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private away = false;

  private constructor(private readonly server: Server) {}

  static async before({ host, port }: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server);
    server.on('connection', (from) => {
      if (proxy.away) {
        from.resetAndDestroy();
        return;
      }
      const to = connect({ host, port });
      proxy.join(from, to);
      proxy.join(to, from);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  goAway(): void {
    this.away = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  comeBack(): void {
    this.away = false;
  }

  async close(): Promise<void> {
    this.goAway();
    this.server.close();
    await once(this.server, 'close');
  }

  /** What one side sends goes to the other; so does its end. */
  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.on('data', (chunk) => void to.write(chunk));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}

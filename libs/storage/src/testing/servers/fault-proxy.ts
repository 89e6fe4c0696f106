import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Flow, type FlowHost, type Way } from './fault-flow';

/**
 * What the proxy does to connections, counted from the moment it is set. `on`: a connection is left alone until the client has sent these
 * words on it, and bytes count from there. `times`: so many connections are struck, then everything passes again.
 */
export type ProxyFault =
  | { readonly kind: 'pass' }
  /** New connections are reset; open ones live on. */
  | { readonly kind: 'refuse' }
  /** Both sides are reset once so many bytes went that way; with 0 at the first byte, which isn't passed on. */
  | {
      readonly kind: 'cut';
      readonly way: Way;
      readonly afterBytes: number;
      readonly on?: string | RegExp;
      readonly times?: number;
    }
  /** That way nothing moves once so many bytes went, until another fault is set. A client that leaves meanwhile isn't noticed. */
  | {
      readonly kind: 'stall';
      readonly way: Way;
      readonly afterBytes: number;
      readonly on?: string | RegExp;
      readonly times?: number;
    }
  /** Each connection passes so many bytes a second and way. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** Everything arrives so much later, each way. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** Once so many bytes of replies came, the client is told that no more will come: a clean end, not an error. */
  | { readonly kind: 'half-close'; readonly afterBytes: number; readonly on?: string | RegExp; readonly times?: number }
  /** The server takes the request and answers; the client gets so many bytes of the (whole) reply, then a reset. */
  | {
      readonly kind: 'lose-reply';
      readonly keepBytes?: number;
      readonly on?: string | RegExp;
      readonly times?: number;
    };

export interface FaultProxy {
  readonly port: number;
  /** Connections open now. */
  readonly connections: number;
  /** Connections that were ever accepted, and bytes passed on. */
  readonly totals: { readonly accepted: number; readonly up: number; readonly down: number };
  /** How often a cut, stall, half-close or lost reply has struck. */
  readonly struck: number;
  set(fault: ProxyFault): void;
  /** Resolves as soon as no connection is open. */
  emptied(): Promise<void>;
  stop(): Promise<void>;
}

/** A TCP proxy on 127.0.0.1 in front of `target` (a port there, too) that hurts connections as it is told to. */
export async function faultProxy(target: number, fault: ProxyFault = { kind: 'pass' }): Promise<FaultProxy> {
  const proxy = new HurtfulProxy(target, fault);
  await proxy.listen();
  return proxy;
}

class HurtfulProxy implements FaultProxy, FlowHost {
  readonly #server: Server;
  readonly #pairs = new Set<readonly Socket[]>();
  readonly totals = { accepted: 0, up: 0, down: 0 };
  struck = 0;
  left: number;
  changed = Promise.withResolvers<void>();
  #waiting: (() => void)[] = [];

  constructor(
    private readonly target: number,
    public fault: ProxyFault,
  ) {
    this.left = leftOf(fault);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  set(fault: ProxyFault): void {
    this.fault = fault;
    this.left = leftOf(fault);
    const { resolve } = this.changed;
    this.changed = Promise.withResolvers<void>();
    resolve();
  }

  strike(): void {
    this.struck += 1;
    this.left -= 1;
  }

  emptied(): Promise<void> {
    return this.#pairs.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.set({ kind: 'pass' });
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#server.close();
    await this.emptied();
  }

  #accept(client: Socket): void {
    this.totals.accepted += 1;
    client.on('error', () => client.destroy());
    if (this.fault.kind === 'refuse') return void client.resetAndDestroy();
    const server = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    server.on('error', () => (client.destroyed ? undefined : client.resetAndDestroy()));
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    const up = new Flow(this, 'up', client, server);
    const down = new Flow(this, 'down', server, client, up);
    const closed = Promise.all([up.run(), down.run()]).then(() => {
      for (const socket of pair) socket.destroy();
      this.#pairs.delete(pair);
      if (this.#pairs.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    });
    closed.catch(() => undefined);
  }
}

const leftOf = (fault: ProxyFault): number => ('times' in fault ? (fault.times ?? Infinity) : Infinity);

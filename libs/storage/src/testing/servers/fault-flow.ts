import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProxyFault } from './fault-proxy';
import { ReplyEnd } from './reply-end';

/** `up` is from the client to the server. */
export type Way = 'up' | 'down';

/** What a flow needs of its proxy. */
export interface FlowHost {
  readonly fault: ProxyFault;
  /** Resolves when another fault is set. */
  readonly changed: PromiseWithResolvers<void>;
  readonly totals: { up: number; down: number };
  /** Connections that are still to be struck. */
  readonly left: number;
  strike(): void;
}

/** Bytes that may be on their way inside the proxy, so that latency costs no throughput. */
const window = 16 * 1024 * 1024;
const slowStepMs = 20;
/** Words that are looked for may come in pieces; so much is looked at together. */
const longestWords = 4 * 1024;

/** One way of one connection. */
export class Flow {
  #passed = 0;
  #seen: PromiseWithResolvers<void> | undefined;
  #recent = '';
  #armed = false;
  #dropping = false;
  #reply = new ReplyEnd();

  /** `up` of the same connection: words are looked for there. */
  constructor(
    private readonly host: FlowHost,
    private readonly way: Way,
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly partner?: Flow,
  ) {}

  /** Resolves when nothing will move this way any more. */
  async run(): Promise<void> {
    let queued = 0;
    let last: Promise<void> = Promise.resolve();
    try {
      for await (const chunk of this.from.iterator({ destroyOnReturn: false })) {
        const bytes = chunk as Buffer;
        const { fault } = this.host;
        const due = fault.kind === 'latency' ? Date.now() + fault.milliseconds : 0;
        queued += bytes.length;
        last = last.then(() => this.#pass(bytes, due)).finally(() => (queued -= bytes.length));
        last.catch(() => undefined);
        if (queued > window || fault.kind !== 'latency') await last;
      }
      await last;
      if (!this.to.destroyed && !this.to.writableEnded) this.to.end();
      if (!this.to.destroyed && !this.to.writableFinished) await first(this.to, 'finish');
    } catch {
      // The connection broke: that's what it is for. The other side shall see it, too.
      if (!this.to.destroyed) this.to.resetAndDestroy();
      this.from.destroy();
    }
  }

  async #pass(bytes: Buffer, due: number): Promise<void> {
    if (due > 0) await delay(Math.max(0, due - Date.now()));
    this.#notice(bytes);
    const { fault } = this.host;
    switch (fault.kind) {
      case 'pass':
      case 'refuse':
      case 'latency':
        return this.#send(bytes);
      case 'slow':
        return this.#sendSlowly(bytes, fault.bytesPerSecond);
      case 'cut':
        return this.#upTo(bytes, fault, () => this.#reset());
      case 'stall':
        return this.#upTo(bytes, fault, (rest) => this.#hold(rest));
      case 'half-close':
        return this.#upTo(bytes, { ...fault, way: 'down' }, () => {
          this.#dropping = true;
          this.to.end();
        });
      case 'lose-reply':
        return this.#loseReply(bytes, fault.keepBytes ?? 0);
      default:
        return fault satisfies never;
    }
  }

  /** Begins to count anew after each change, and looks for the words. */
  #notice(bytes: Buffer): void {
    if (this.#seen !== this.host.changed) {
      this.#seen = this.host.changed;
      this.#passed = 0;
      this.#recent = '';
      this.#armed = false;
      this.#reply = new ReplyEnd();
    }
    const { fault } = this.host;
    const words = 'on' in fault ? fault.on : undefined;
    if (words === undefined || this.way === 'down' || this.#armed) return;
    this.#recent += bytes.toString('latin1');
    this.#armed = typeof words === 'string' ? this.#recent.includes(words) : words.test(this.#recent);
    this.#recent = this.#recent.slice(-longestWords);
  }

  get #aimedAt(): boolean {
    if (this.host.left === 0) return false;
    if (!('on' in this.host.fault) || this.host.fault.on === undefined) return true;
    const up = this.partner ?? this;
    return up.#armed && up.#seen === this.host.changed;
  }

  async #upTo(
    bytes: Buffer,
    { way, afterBytes }: { readonly way: Way; readonly afterBytes: number },
    strike: (rest: Buffer) => Promise<void> | void,
  ): Promise<void> {
    if (way !== this.way || !this.#aimedAt || this.#dropping) return this.#send(bytes);
    const some = bytes.subarray(0, Math.max(0, afterBytes - this.#passed));
    this.#passed += some.length;
    await this.#send(some);
    if (this.#passed < afterBytes) return;
    this.host.strike();
    await strike(bytes.subarray(some.length));
  }

  async #loseReply(bytes: Buffer, keep: number): Promise<void> {
    if (this.way === 'up' || !this.#aimedAt) return this.#send(bytes);
    await this.#send(bytes.subarray(0, Math.max(0, keep - this.#passed)));
    this.#passed += bytes.length;
    if (!this.#reply.add(bytes)) return;
    this.host.strike();
    this.#reset();
  }

  async #hold(rest: Buffer): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.to.once('close', resolve);
      this.from.once('close', resolve);
    });
    await Promise.race([this.host.changed.promise, closed]);
    await this.#send(rest);
  }

  #reset(): void {
    this.#dropping = true;
    this.from.resetAndDestroy();
    this.to.resetAndDestroy();
  }

  async #sendSlowly(bytes: Buffer, bytesPerSecond: number): Promise<void> {
    const step = Math.max(1, Math.ceil((bytesPerSecond * slowStepMs) / 1000));
    for (let start = 0; start < bytes.length; start += step) {
      const some = bytes.subarray(start, start + step);
      await this.#send(some);
      await Promise.race([delay((some.length / bytesPerSecond) * 1000), this.host.changed.promise]);
    }
  }

  async #send(bytes: Buffer): Promise<void> {
    if (this.#dropping || bytes.length === 0 || this.to.destroyed) return;
    this.host.totals[this.way] += bytes.length;
    if (this.to.write(bytes)) return;
    await first(this.to, 'drain');
  }
}

/** The event, or the socket's end. Leaves no listener behind: a connection may drain a thousand times. */
function first(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off(event, done).off('close', done);
      resolve();
    };
    socket.on(event, done).on('close', done);
  });
}

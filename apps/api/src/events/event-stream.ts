import type { ServerResponse } from 'node:http';
import type { Actor } from '../accounts/access';
import type { EventLog, Resumed } from './event-log';
import { frame } from './frame';

/** Why a stream ends from our side. A reader that is too slow is just cut off: it wouldn't read the reason. */
export type EndReason = 'signed_out' | 'stopping';

type Out = Pick<ServerResponse, 'write' | 'end' | 'destroy' | 'on' | 'socket'>;

/**
 * One reader. It is given what it has not seen yet, as fast as it reads: nothing is kept for it but its place in the log, so that any
 * number of slow ones takes no memory. Who is behind what the log keeps is cut off, and has to come back.
 */
export class EventStream {
  private after: number;
  private full = false;
  private over = false;
  private unread = 0;

  constructor(
    readonly actor: Actor,
    private readonly log: EventLog,
    private readonly out: Out,
    private readonly patience: number,
    { after, reset }: Resumed,
  ) {
    this.after = after;
    out.on('close', () => (this.over = true));
    out.on('drain', () => this.drained());
    if (reset !== null) this.send(frame('reset', log.idOf(after), { type: 'reset', reason: reset }));
    this.ping();
    this.flow();
  }

  /** Sends what is new. */
  flow(): void {
    if (!this.over && this.log.hasForgotten(this.after)) this.cut();
    while (!this.over && !this.full) {
      const event = this.log.next(this.after);
      if (event === undefined) return;
      this.after = event.n;
      this.send(event.bytes);
    }
  }

  /** Something was missed: the reader has to fetch everything again. Who doesn't read is told so when it comes back. */
  reset(): void {
    if (this.over) return;
    if (this.full) return this.cut();
    this.after = this.log.latest;
    this.send(frame('reset', this.log.idOf(this.after), { type: 'reset', reason: 'gap' }));
  }

  /** Says that all is well, and up to where: who comes back begins there, also when nothing has happened yet. */
  ping(): void {
    if (this.over) return;
    if (!this.full) this.send(frame('ping', this.log.idOf(this.after), { type: 'ping', at: new Date() }));
    else if ((this.unread += 1) >= this.patience) this.cut();
  }

  end(reason: EndReason): void {
    if (this.over) return;
    if (this.full) return this.cut();
    this.over = true;
    this.out.end(frame('end', this.log.idOf(this.after), { type: 'end', reason }));
    // Not kept for another request: a service that stops waits for nobody.
    this.out.socket?.destroySoon();
  }

  private send(bytes: Buffer): void {
    this.full = !this.out.write(bytes);
  }

  private drained(): void {
    this.full = false;
    this.unread = 0;
    this.flow();
  }

  private cut(): void {
    this.over = true;
    this.out.destroy();
  }
}

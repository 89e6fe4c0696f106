import type { Claim } from '../../transitions/claim';
import type { RunQueue } from '../run-queue';
import type { TicketBox } from './ticket-box';

/** The engine of several processes: the same loop over the same rows, behind tickets. */
export class BossQueue implements RunQueue {
  private readonly runs: RunQueue;
  private box: Promise<TicketBox> | null = null;

  /** @param make the loop over runs that are claimed by tickets out of the box */
  constructor(
    private readonly open: () => Promise<TicketBox>,
    make: (box: () => Promise<TicketBox>) => RunQueue,
  ) {
    this.runs = make(() => this.opened());
  }

  /** @throws StartError `QUEUE_NOT_READY` */
  async start(): Promise<void> {
    await this.opened();
    await this.runs.start();
  }

  wake(): void {
    this.runs.wake();
  }

  /** First the runs end, then what gave them out. */
  async stop(): Promise<void> {
    await this.runs.stop();
    const box = this.box;
    this.box = null;
    await (await box)?.close();
  }

  supervise(claim: Claim, work: (signal: AbortSignal) => Promise<void>, signal?: AbortSignal): Promise<void> {
    return this.runs.supervise(claim, work, signal);
  }

  private opened(): Promise<TicketBox> {
    return (this.box ??= this.open());
  }
}

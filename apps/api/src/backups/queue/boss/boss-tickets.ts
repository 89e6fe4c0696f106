import { Logger } from '@nestjs/common';
import type { Claim, ClaimState, Outcome, Waiting } from '../../transitions/claim';
import type { RunTransitions } from '../../transitions/run-transitions';
import { realPace, type Pace } from '../pace';
import type { ClaimedWork } from '../run-queue';
import type { HeldTicket, TicketBox } from './ticket-box';

type Runs = Pick<RunTransitions, 'startable' | 'claim' | 'renew' | 'look' | 'finish'>;

export interface TicketTimes {
  /** A ticket that was taken so long ago without its run having begun is a dead worker's. Milliseconds. */
  readonly leaseMs: number;
  /** Who works on so many runs lets others go first for so many times this. Milliseconds. */
  readonly spreadMs: number;
}

/**
 * Runs by tickets. Whoever looks puts a ticket for each run whose turn it is, as many as there are places; a worker that has room takes
 * one and begins that run. The rows say what is right: a ticket opens nothing when its run isn't the next one any more, and what was lost
 * with a ticket is put again. So the limit and the order hold over all processes, whatever becomes of a ticket.
 */
export class BossTickets implements ClaimedWork<Claim> {
  private readonly logger = new Logger('Queue');
  /** By backup. */
  private readonly held = new Map<string, HeldTicket>();
  private readonly never = new AbortController().signal;

  constructor(
    private readonly runs: Runs,
    private readonly box: () => Promise<TicketBox>,
    private readonly now: () => Promise<Date>,
    private readonly times: TicketTimes,
    private readonly pace: Pace = realPace,
  ) {}

  async claimNext(): Promise<Claim | null> {
    const box = await this.box();
    const waiting = await this.runs.startable();
    if (waiting.length === 0) return null;
    for (const run of waiting) await this.put(box, run);
    if (this.held.size > 0) await this.pace.pause(this.held.size * this.times.spreadMs, this.never);
    for (;;) {
      const ticket = await box.take();
      if (ticket === null) return null;
      const claim = await this.runs.claim(ticket.data);
      if (claim !== null) {
        this.held.set(claim.backupId, ticket);
        return claim;
      }
      await box.tear(ticket);
    }
  }

  async renew(claim: Claim): Promise<ClaimState> {
    const state = await this.runs.renew(claim);
    await this.settle(claim, 'touched', (box, ticket) => box.touch(ticket));
    return state;
  }

  look(claim: Claim): Promise<ClaimState> {
    return this.runs.look(claim);
  }

  finish(claim: Claim, outcome: Outcome): Promise<boolean> {
    return this.runs.finish(claim, outcome);
  }

  /** What can't be torn now is torn by whoever finds it in the way. */
  async ended(claim: Claim): Promise<void> {
    await this.settle(claim, 'torn', (box, ticket) => box.tear(ticket));
    this.held.delete(claim.backupId);
  }

  private async put(box: TicketBox, run: Waiting): Promise<void> {
    if (await box.put(run)) return;
    const lying = await box.find(run.projectId);
    if (lying === null || lying.takenAt === null) return;
    const isOurs = lying.data.backupId === run.backupId && lying.data.attempt === run.attempt;
    const age = (await this.now()).getTime() - lying.takenAt.getTime();
    // Somebody is about to begin it.
    if (isOurs && age < this.times.leaseMs) return;
    await box.tear(lying);
    await box.put(run);
  }

  private async settle(
    { backupId }: Claim,
    what: string,
    work: (box: TicketBox, ticket: HeldTicket) => Promise<void>,
  ): Promise<void> {
    const ticket = this.held.get(backupId);
    if (ticket === undefined) return;
    try {
      await work(await this.box(), ticket);
    } catch (error) {
      // The run doesn't depend on its ticket: only its row counts.
      const why = error instanceof Error ? error.message : 'unknown';
      this.logger.debug(`The ticket of backup ${backupId} could not be ${what}: ${why}`);
    }
  }
}

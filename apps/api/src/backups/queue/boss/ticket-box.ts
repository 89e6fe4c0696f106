import type { Ticket, Waiting } from '../../transitions/claim';

/** A ticket in somebody's hand. `retryCount` tells one holder from the next. */
export interface HeldTicket {
  readonly id: string;
  readonly retryCount: number;
  readonly data: Ticket;
}

/** A ticket that nobody else can be given while it lies there: of each project one at most. */
export interface LyingTicket extends HeldTicket {
  /** When somebody took it, by the database's clock; null: nobody has it. */
  readonly takenAt: Date | null;
}

/** Where tickets lie until a worker takes them: pg-boss behind four verbs. Rejects when the database is away. */
export interface TicketBox {
  /** False: a ticket of this project lies there already. */
  put(ticket: Waiting): Promise<boolean>;
  /** The oldest one, for us alone; null: there is none. */
  take(): Promise<HeldTicket | null>;
  /** Says that its holder lives. */
  touch(ticket: HeldTicket): Promise<void>;
  /** It has been used, or is good for nothing. */
  tear(ticket: HeldTicket): Promise<void>;
  /** The one of this project that is in the way of another. */
  find(projectId: string): Promise<LyingTicket | null>;
  close(): Promise<void>;
}

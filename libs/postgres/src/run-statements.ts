import type { Client, Connection } from 'pg';
import { sendQueryMessage } from './query-message';

export interface StatementsOutcome {
  /** How many statements the server completed before the first that failed; empty ones don't count. */
  readonly completed: number;
  /** The driver's error; null when all went well. */
  readonly error: Error | null;
}

/**
 * Sends a whole script in one round trip of the simple query protocol and says how far it came. The text is sent as the bytes it is;
 * rows that it answers are dropped. Outside of a transaction the script is one of its own. The server judges the whole text by the
 * client_encoding and standard_conforming_strings in force before it. Never rejects.
 */
export function runStatements(client: Client, text: Buffer): Promise<StatementsOutcome> {
  return new Promise((resolve) => void client.query(new Script(text, resolve)));
}

/** What `pg` asks of a query object (as in pg-cursor): it calls these for the server's messages. */
class Script {
  private completed = 0;
  /** `pg` sets a timer around it where one is configured. */
  callback = (): void => undefined;

  constructor(
    private readonly text: Buffer,
    private readonly ended: (outcome: StatementsOutcome) => void,
  ) {}

  submit(connection: Connection): void {
    sendQueryMessage(connection, this.text);
  }

  handleCommandComplete(): void {
    this.completed += 1;
  }

  handleReadyForQuery(): void {
    this.ended({ completed: this.completed, error: null });
  }

  handleError(error: Error): void {
    this.ended({ completed: this.completed, error });
  }

  handleCopyInResponse(connection: Connection & { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('there are no rows here');
  }

  handleRowDescription = (): void => undefined;
  handleDataRow = (): void => undefined;
  handleEmptyQuery = (): void => undefined;
  handleCopyData = (): void => undefined;
  handlePortalSuspended = (): void => undefined;
}

import type { Client } from 'pg';
import type { RunContext } from './run-types';

/** After so long without an end the line is cut. */
const patienceMs = 1_500;

/**
 * When the signal fires, what the server runs for this client is cancelled, from a second connection (which also goes through poolers);
 * a server that doesn't end it soon loses the line. Call `stop` when the client is done with.
 */
export class CancelOnAbort {
  private cut: NodeJS.Timeout | undefined;
  private stopped = false;

  private processId = '0';

  constructor(
    private readonly client: Client,
    private readonly context: Pick<RunContext, 'connect' | 'signal'>,
  ) {}

  /** Asks the server who it is: behind a pooler the client doesn't know. */
  async start(): Promise<void> {
    const { rows } = await this.client.query<{ pid: string }>(
      'SELECT pg_catalog.pg_backend_pid()::pg_catalog.text AS pid',
    );
    this.processId = rows[0]?.pid ?? '0';
    this.context.signal.addEventListener('abort', this.onAbort, { once: true });
    if (this.context.signal.aborted) this.onAbort();
  }

  stop(): void {
    this.stopped = true;
    this.context.signal.removeEventListener('abort', this.onAbort);
    clearTimeout(this.cut);
  }

  private readonly onAbort = (): void => {
    this.cut = setTimeout(() => void this.client.end(), patienceMs);
    void this.cancel();
  };

  /** Fails where no second connection can be had: then the line is cut. */
  private async cancel(): Promise<void> {
    try {
      const other = await this.context.connect();
      try {
        if (!this.stopped)
          await other.query('SELECT pg_catalog.pg_cancel_backend($1::pg_catalog.int4)', [this.processId]);
      } finally {
        await other.end();
      }
    } catch {
      if (!this.stopped) void this.client.end();
    }
  }
}

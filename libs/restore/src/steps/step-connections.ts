import { PostgresError } from '@stowbase/postgres';
import type { Client } from 'pg';
import { RestoreError } from '../errors';
import type { RunContext } from '../run/run-types';

/** `Stow`, and which of our locks. */
const restoreLock = '1400139639, 1';

/** Left for others: the API, a person who looks. */
const spareConnections = 3;

/**
 * The connections of one restore. All of them hold one advisory lock, so that a restore can't go on while an earlier one, or a
 * statement that its death left running, is still at work here.
 */
export class StepConnections {
  private readonly others: Client[] = [];
  private stopped = false;

  private constructor(
    readonly control: Client,
    private readonly context: RunContext,
  ) {}

  /** @throws RestoreError `RESTORE_UNFINISHED` when another restore works here; PostgresError */
  static async open(context: RunContext): Promise<StepConnections> {
    const connections = new StepConnections(await context.connect(), context);
    context.signal.addEventListener('abort', connections.onAbort, { once: true });
    try {
      await connections.lock();
      return connections;
    } catch (error) {
      await connections.close();
      throw error;
    }
  }

  get all(): readonly Client[] {
    return [this.control, ...this.others];
  }

  /** Up to `jobs` connections in all; fewer, with a warning, where the server has no more to give. */
  async grow(jobs: number): Promise<void> {
    const free = await this.freeConnections();
    while (this.others.length + 1 < jobs) {
      const client = this.others.length < free ? await this.tryConnect() : null;
      if (client === null) {
        this.context.warn({
          code: 'FEWER_JOBS',
          text: `The target has no more free connections: ${this.others.length + 1} of ${jobs} are used.`,
        });
        return;
      }
      this.others.push(client);
      await client.query(`SELECT pg_catalog.pg_advisory_lock_shared(${restoreLock})`);
    }
  }

  /** Ends everything at once: what runs is given up, and the server takes it back. */
  stop(): void {
    this.stopped = true;
    for (const client of this.all) void client.end().catch(() => undefined); // with a query under way it cuts the line
  }

  async close(): Promise<void> {
    this.context.signal.removeEventListener('abort', this.onAbort);
    if (!this.stopped) await Promise.allSettled(this.all.map((client) => client.end()));
  }

  private readonly onAbort = (): void => this.stop();

  private async lock(): Promise<void> {
    try {
      await this.control.query(`SELECT pg_catalog.pg_advisory_lock(${restoreLock})`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
      throw new RestoreError(
        'RESTORE_UNFINISHED',
        'Another restore is at work on this database.',
        'Wait until it has ended, then try again.',
        { cause: error },
      );
    }
    await this.control.query(
      `SELECT pg_catalog.pg_advisory_lock_shared(${restoreLock}), pg_catalog.pg_advisory_unlock(${restoreLock})`,
    );
  }

  private async freeConnections(): Promise<number> {
    const { rows } = await this.control.query<{ free: string }>(
      `SELECT (s.most - (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'))::pg_catalog.text AS free
         FROM (SELECT pg_catalog.sum(CASE name WHEN 'max_connections' THEN setting::pg_catalog.int4 ELSE - setting::pg_catalog.int4 END) AS most
                 FROM pg_catalog.pg_settings
                WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')) s`,
    );
    return Math.max(0, Number(rows[0]?.free ?? 0) - spareConnections);
  }

  private async tryConnect(): Promise<Client | null> {
    try {
      return await this.context.connect();
    } catch (error) {
      if (error instanceof PostgresError && error.code === 'TOO_MANY_CONNECTIONS') return null;
      throw error;
    }
  }
}

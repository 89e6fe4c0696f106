import { setTimeout as delay } from 'node:timers/promises';
import { PostgresError, translateError } from '@stowbase/postgres';
import type { Client } from 'pg';
import { RestoreError } from '../errors';
import type { RunContext } from '../run/run-types';
import { freeConnections } from './free-connections';

/** `Stow`, and which of our locks. */
const restoreLock = '1400139639, 1';

/** How long ending what runs on the server may take before the lines are cut. */
const patienceMs = 1_000;

/**
 * The connections of one restore. All of them hold one advisory lock, so that a restore can't go on while an earlier one, or a
 * statement that its death left running, is still at work here.
 */
export class StepConnections {
  private readonly open: { client: Client; pid: string }[] = [];
  private stopping: Promise<void> | null = null;

  private constructor(private readonly context: RunContext) {}

  /** @throws RestoreError `RESTORE_UNFINISHED` when another restore works here; PostgresError */
  static async open(context: RunContext): Promise<StepConnections> {
    const connections = new StepConnections(context);
    context.signal.addEventListener('abort', connections.onAbort, { once: true });
    try {
      await connections.lock(await connections.add());
      return connections;
    } catch (error) {
      await connections.close();
      throw error;
    }
  }

  /** What is one after the other happens on this one. */
  get control(): Client {
    const [first] = this.open;
    if (first === undefined) throw new Error('no connection is open');
    return first.client;
  }

  get all(): readonly Client[] {
    return this.open.map(({ client }) => client);
  }

  /** Up to `jobs` connections in all; fewer, with a warning, where the server has no more to give. */
  async grow(jobs: number): Promise<void> {
    const most = this.open.length + (await freeConnections(this.control));
    while (this.open.length < jobs) {
      const client = this.open.length < most ? await this.tryAdd() : null;
      if (client === null) {
        this.context.warn({
          code: 'FEWER_JOBS',
          text: `The target has no more free connections: ${this.open.length} of ${jobs} are used.`,
        });
        return;
      }
      await client.query(`SELECT pg_catalog.pg_advisory_lock_shared(${restoreLock})`);
    }
  }

  /** Ends everything: what runs is cancelled, then the lines are cut, and the server takes back what was not committed. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  async close(): Promise<void> {
    this.context.signal.removeEventListener('abort', this.onAbort);
    await (this.stopping ?? Promise.allSettled(this.all.map((client) => client.end())));
  }

  private readonly onAbort = (): void => void this.stop();

  private async end(): Promise<void> {
    const patience = new AbortController();
    const impatient = delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([this.cancelAll(), impatient]);
    patience.abort();
    for (const { client } of this.open) void client.end().catch(() => undefined); // with a query under way it cuts the line
  }

  /** From one more connection, which also goes through poolers. Where none is to be had, the server notices the cut lines. */
  private async cancelAll(): Promise<void> {
    try {
      const other = await this.context.connect();
      try {
        await other.query('SELECT pg_catalog.pg_cancel_backend(p) FROM pg_catalog.unnest($1::pg_catalog.int4[]) p', [
          this.open.map(({ pid }) => pid),
        ]);
      } finally {
        await other.end();
      }
    } catch (error) {
      translateError(error); // the lines are cut next, whatever it was
    }
  }

  private async add(): Promise<Client> {
    const client = await this.context.connect();
    const { rows } = await client.query<{ pid: string }>('SELECT pg_catalog.pg_backend_pid()::pg_catalog.text AS pid');
    this.open.push({ client, pid: rows[0]?.pid ?? '0' });
    await watch(client);
    return client;
  }

  private async tryAdd(): Promise<Client | null> {
    try {
      return await this.add();
    } catch (error) {
      if (error instanceof PostgresError && error.code === 'TOO_MANY_CONNECTIONS') return null;
      throw error;
    }
  }

  private async lock(client: Client): Promise<void> {
    try {
      await client.query(`SELECT pg_catalog.pg_advisory_lock(${restoreLock})`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
      throw new RestoreError(
        'RESTORE_UNFINISHED',
        'Another restore is at work on this database.',
        'Wait until it has ended, then try again.',
        { cause: error },
      );
    }
    await client.query(
      `SELECT pg_catalog.pg_advisory_lock_shared(${restoreLock}), pg_catalog.pg_advisory_unlock(${restoreLock})`,
    );
  }
}

/**
 * The server looks every half second whether we are still there while a statement runs, so that no index is built for nobody when
 * this process dies. Not every server's system can tell (macOS, Windows).
 */
async function watch(client: Client): Promise<void> {
  try {
    await client.query('SET client_connection_check_interval = 500');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '22023')) throw error;
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { connect, PostgresError, type ConnectionSettings } from '@stowbase/postgres';
import { StartError } from '../errors/start-error';
import { namesOf, type Migrations } from './migrate';

type Client = Awaited<ReturnType<typeof connect>>;

/** Any two numbers each, the same for every Stowbase ("Stow", 1 and 2). */
const useLock = '1400139639, 1';
const startLock = '1400139639, 2';

export interface GuardOptions {
  /** Nobody else may use the records meanwhile: for what changes them behind a running service. */
  readonly alone?: boolean;
  /** The records were changed by another version, or are somebody's alone, while our connection was lost: ours must end at once. */
  readonly onTaken: () => void;
  /** What this process knows how to use. */
  readonly migrations: Migrations;
  /** How long after a lost connection, and after each attempt, milliseconds. */
  readonly againMs?: number;
  /** How long another process may take to start, milliseconds. */
  readonly patienceMs?: number;
}

const betweenMs = 200;

/**
 * Any number of processes use a PostgreSQL database at once, as long as all of them are of one version: each holds a shared advisory lock
 * on a connection of its own for as long as it lives. They start one after the other (a second lock): who changes the tables, or makes the
 * first key, does so alone. A connection that is lost is made again.
 */
export class PostgresGuard {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private released = false;

  private constructor(
    private readonly connection: ConnectionSettings,
    private readonly options: GuardOptions,
  ) {}

  /**
   * Waits for others that are starting, and keeps those that come later waiting until `started`.
   * @throws StartError `ALREADY_RUNNING`, `START_BLOCKED`
   * @throws PostgresError when the server can't be reached
   */
  static async take(connection: ConnectionSettings, options: GuardOptions): Promise<PostgresGuard> {
    const guard = new PostgresGuard(connection, options);
    const client = await connect(connection);
    try {
      await guard.waitForStart(client);
      if (!(await guard.lock(client))) throw guard.inUse();
    } catch (error) {
      await client.end();
      throw error;
    }
    guard.keep(client);
    return guard;
  }

  /** Before the tables are changed. @throws StartError `OTHERS_RUNNING` while another process uses them as they are */
  async demandAlone(): Promise<void> {
    if (this.client !== null && (await tryLock(this.client, `pg_try_advisory_lock(${useLock})`))) return;
    throw new StartError(
      'OTHERS_RUNNING',
      `This version changes the tables of the database ${this.where}, and other Stowbase processes still use it.`,
      'Stop all of them, then start this version. Nothing was changed.',
    );
  }

  /** The tables and the key are as this process needs them: others may start, and use the records beside it. */
  async started(): Promise<void> {
    await this.client?.query(`SELECT pg_catalog.pg_advisory_unlock(${startLock})`);
    if (this.options.alone !== true)
      // After a change of the tables; a warning of the server, which nobody reads, when there was none.
      await this.client?.query(`SELECT pg_catalog.pg_advisory_unlock(${useLock})`);
  }

  async release(): Promise<void> {
    this.released = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.client?.end();
  }

  private async waitForStart(client: Client): Promise<void> {
    const { patienceMs = 300_000 } = this.options;
    for (let waited = 0; !(await tryLock(client, `pg_try_advisory_lock(${startLock})`)); waited += betweenMs) {
      if (waited >= patienceMs)
        throw new StartError(
          'START_BLOCKED',
          `Another Stowbase process has been starting on the database ${this.where} for ${Math.round(patienceMs / 1_000)} seconds.`,
          'Look at its log; stop it when it hangs.',
        );
      await delay(betweenMs);
    }
  }

  private lock(client: Client): Promise<boolean> {
    const lock = this.options.alone === true ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
    return tryLock(client, `${lock}(${useLock})`);
  }

  private inUse(): StartError {
    return new StartError(
      'ALREADY_RUNNING',
      this.options.alone === true
        ? `Stowbase processes use the database ${this.where}.`
        : `A command of stowbase admin uses the database ${this.where} alone.`,
      'Wait until it has ended, or stop it.',
    );
  }

  private keep(client: Client): void {
    this.client = client;
    client.once('end', () => this.lost());
  }

  private lost(): void {
    this.client = null;
    if (this.released) return;
    this.timer = setTimeout(() => void this.lockAgain(), this.options.againMs ?? 5_000);
    this.timer.unref();
  }

  private async lockAgain(): Promise<void> {
    try {
      const client = await connect(this.connection);
      this.keep(client);
      if (this.released) await client.end();
      else if (!(await this.lock(client)) || !(await this.knows(client))) this.options.onTaken();
    } catch (error) {
      // A query of a connection that was lost again: `lost` was told, and comes back.
      if (!(error instanceof PostgresError)) return;
      this.lost();
    }
  }

  /** Whether the tables are still those of this version. */
  private async knows(client: Client): Promise<boolean> {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
    const known = namesOf(this.options.migrations);
    return rows.every(({ name }) => known.includes(name));
  }

  private get where(): string {
    return `${this.connection.database} on ${this.connection.host}`;
  }
}

async function tryLock(client: Client, lock: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: string }>(`SELECT pg_catalog.${lock} AS taken`);
  return rows[0]?.taken === 't';
}

import { connect, PostgresError, type ConnectionSettings } from '@stowbase/postgres';
import { StartError } from '../errors/start-error';

type Client = Awaited<ReturnType<typeof connect>>;

/** Any two numbers, the same for every Stowbase ("Stow", 1). */
const lockKeys = '1400139639, 1';

/**
 * One process only for a PostgreSQL database, until runs are given out by a queue that several can share (pg-boss): an advisory lock, held by
 * a connection of its own for as long as the process lives. A connection that is lost is made again; who finds the lock taken then has to stop.
 */
export class PostgresGuard {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private released = false;

  private constructor(
    private readonly connection: ConnectionSettings,
    private readonly onTaken: () => void,
    private readonly againMs: number,
  ) {}

  /**
   * @param onTaken another process has the lock, after we had lost it
   * @param againMs how long after a lost connection, and after each attempt
   * @throws StartError `ALREADY_RUNNING`
   * @throws PostgresError when the server can't be reached
   */
  static async take(connection: ConnectionSettings, onTaken: () => void, againMs = 5_000): Promise<PostgresGuard> {
    const guard = new PostgresGuard(connection, onTaken, againMs);
    if (await guard.lock()) return guard;
    throw new StartError(
      'ALREADY_RUNNING',
      `Another Stowbase process uses the database ${connection.database} on ${connection.host}.`,
      'Stop the other one, or give this one a database of its own. Several processes on one database come with a later release.',
    );
  }

  async release(): Promise<void> {
    this.released = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.client?.end();
  }

  private async lock(): Promise<boolean> {
    const client = await connect(this.connection);
    const { rows } = await client.query<{ taken: string }>(
      `SELECT pg_catalog.pg_try_advisory_lock(${lockKeys}) AS taken`,
    );
    if (rows[0]?.taken !== 't') {
      await client.end();
      return false;
    }
    this.client = client;
    client.once('end', () => this.lost());
    return true;
  }

  private lost(): void {
    this.client = null;
    if (this.released) return;
    this.timer = setTimeout(() => void this.lockAgain(), this.againMs);
    this.timer.unref();
  }

  private async lockAgain(): Promise<void> {
    try {
      if (!(await this.lock())) this.onTaken();
      else if (this.released) await this.client?.end();
    } catch (error) {
      if (!(error instanceof PostgresError)) throw error;
      this.lost();
    }
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { connect, type ConnectionSettings } from '@stowbase/postgres';

type Client = Awaited<ReturnType<typeof connect>>;

/** Milliseconds. */
export interface ListenerTimes {
  /** Between two looks at whether the connection lives. */
  readonly beatMs: number;
  /** How long such a look may take. */
  readonly patienceMs: number;
  /** After a lost connection, and between two tries. */
  readonly againMs: number;
}

export const standardListenerTimes: ListenerTimes = { beatMs: 15_000, patienceMs: 5_000, againMs: 1_000 };

/** Hears the notifications of a channel, on a connection of its own that is made again whenever it is lost. */
export class Listener {
  private readonly over = new AbortController();
  private listening: Promise<void> = Promise.resolve();

  /**
   * @param heard each notification
   * @param back the connection was lost and is there again: notifications may have been missed
   */
  constructor(
    private readonly connection: ConnectionSettings,
    private readonly channel: string,
    private readonly heard: (payload: string) => void,
    private readonly back: () => void,
    private readonly times: ListenerTimes = standardListenerTimes,
  ) {}

  /** Resolves when it listens. What keeps the first try from it is thrown. */
  async start(): Promise<void> {
    const client = await this.open();
    this.listening = this.keep(client);
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.listening;
  }

  private async open(): Promise<Client> {
    const client = await connect(this.connection);
    client.on('notification', ({ payload }) => this.heard(payload ?? ''));
    try {
      await client.query(`LISTEN ${this.channel}`);
      return client;
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  private async keep(first: Client): Promise<void> {
    for (let client: Client | null = first; !this.over.signal.aborted; client = await this.openAgain()) {
      if (client === null) continue;
      if (client !== first) this.back();
      await this.watch(client);
    }
  }

  /** Until it is lost, or enough was heard. */
  private async watch(client: Client): Promise<void> {
    const lost = new AbortController();
    client.once('end', () => lost.abort());
    const ended = AbortSignal.any([lost.signal, this.over.signal]);
    while (!ended.aborted) {
      await this.pause(this.times.beatMs, ended);
      if (!ended.aborted && !(await this.lives(client))) break;
    }
    await client.end();
  }

  private async lives(client: Client): Promise<boolean> {
    const answered = new AbortController();
    const silent = this.pause(this.times.patienceMs, answered.signal).then(() => answered.signal.aborted);
    const answer = client.query('SELECT 1').then(
      () => true,
      () => false,
    );
    const lives = await Promise.race([answer, silent]);
    answered.abort();
    return lives;
  }

  private async openAgain(): Promise<Client | null> {
    await this.pause(this.times.againMs, this.over.signal);
    if (this.over.signal.aborted) return null;
    try {
      return await this.open();
    } catch {
      // Whatever it is: there is a next try.
      return null;
    }
  }

  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

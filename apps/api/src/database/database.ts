import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { DataSources } from './data-sources';
import type { Place } from './place';

/**
 * The service's own records. Reading: `read`. Writing: only `write`, one transaction at a time on SQLite: its driver has one connection
 * for all, and a second transaction would become a part of the first, lost when that rolls back (toolchain.md P9).
 */
export class Database {
  private readonly inside = new AsyncLocalStorage<true>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sources: DataSources,
    readonly place: Place,
  ) {}

  /** Committed rows only. Pages of at most 500 rows, no iterators: a long read keeps SQLite from tidying up its log. */
  get read(): EntityManager {
    return this.sources.reader.manager;
  }

  get engine(): Place['engine'] {
    return this.place.engine;
  }

  /**
   * Runs `work` in a transaction; what it throws rolls back and is thrown here. At most 200 rows, and no waiting for disk or network in it.
   * @throws Error when called inside another one: it would wait for itself
   */
  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.inside.getStore() === true) throw new Error('A transaction was begun inside another one.');
    const transaction = (): Promise<T> =>
      this.inside.run(true, () => this.sources.writer.transaction((manager) => work(manager)));
    if (this.engine === 'postgres') return transaction();
    const mine = this.last.then(async () => {
      // The driver never waits: without this, timers and requests would starve behind a row of transactions (P10).
      await setImmediate();
      return transaction();
    });
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** The database's clock: the only one that several machines share. */
  async now(): Promise<Date> {
    if (this.engine === 'sqlite') return new Date();
    const [row] = await this.read.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    return row?.now ?? new Date();
  }

  async close(): Promise<void> {
    await this.last;
    if (this.sources.reader !== this.sources.writer) await this.sources.reader.destroy();
    await this.sources.writer.destroy();
  }
}

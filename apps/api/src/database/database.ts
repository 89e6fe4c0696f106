import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { DataSources } from './data-sources';
import { DiskRoom } from './disk-room';
import type { Place } from './place';
import { sqliteCodeOf, sqliteCodes } from './sqlite-error';

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
    readonly room: DiskRoom = new DiskRoom(null),
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
   * May run `work` a second time, when the disk is full and the reserve was given up.
   * @throws Error when called inside another one: it would wait for itself
   */
  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.inside.getStore() === true) throw new Error('A transaction was begun inside another one.');
    const transaction = (): Promise<T> =>
      this.inside.run(true, () => this.sources.writer.transaction((manager) => work(manager)));
    if (this.engine === 'postgres') return transaction();
    return this.alone(async () => {
      try {
        return await transaction();
      } catch (error) {
        if (sqliteCodeOf(error) !== sqliteCodes.full || !this.room.giveUpReserve()) throw error;
        return await transaction();
      }
    });
  }

  /** The database's clock: the only one that several machines share. */
  async now(): Promise<Date> {
    if (this.engine === 'sqlite') return new Date();
    const [row] = await this.read.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    return row?.now ?? new Date();
  }

  /** Empties SQLite's write-ahead log into the file, so that it doesn't stay as large as it ever was. */
  async tidyUp(): Promise<void> {
    if (this.engine === 'postgres') return;
    await this.alone(() => this.sources.writer.query('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  async close(): Promise<void> {
    await this.last;
    if (this.sources.reader !== this.sources.writer) await this.sources.reader.destroy();
    await this.sources.writer.destroy();
  }

  /** One after the other, in the order of the calls. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(async () => {
      // The driver never waits: without this, timers and requests would starve behind a row of transactions (P10).
      await setImmediate();
      return work();
    });
    this.last = mine.catch(() => undefined);
    return mine;
  }
}

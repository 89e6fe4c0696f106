import { Inject, Injectable } from '@nestjs/common';
import { withMetrics, withRetries, type Storage } from '@stowbase/storage';
import { In, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { Database } from '../database/database';
import { DestinationBandwidth } from './destination-bandwidth.service';
import { DestinationProblems } from './destination-problems.service';
import { DestinationSettings } from './destination-settings.service';
import { Destination } from './destination.entity';
import { discreetStorage } from './discreet-storage';
import { hideSecrets } from './hide-secrets';
import { cannotDelete, noDeleteReason } from './no-delete';
import { StorageMeter } from './storage-meter';
import { StorageOpener } from './storage-opener.service';
import { StorageTypes } from './storage-types.service';
import { fail } from './storage.errors';
import { watchedStorage } from './watched-storage';

/** The destinations as other features need them. */
@Injectable()
export class Destinations {
  constructor(
    private readonly database: Database,
    private readonly types: StorageTypes,
    private readonly settings: DestinationSettings,
    private readonly opener: StorageOpener,
    @Inject(CONFIG) private readonly config: Config,
    private readonly bandwidth: DestinationBandwidth,
    private readonly problems: DestinationProblems,
    private readonly meter: StorageMeter,
  ) {}

  /** @throws ApiError `DESTINATION_NOT_FOUND` */
  async get(id: string, manager: EntityManager = this.database.read): Promise<Destination> {
    const destination = await manager.findOneBy(Destination, { id });
    if (destination === null) throw notFound();
    return destination;
  }

  /**
   * Where a backup goes: those named, each once and in their order; without names the environment's default, else the only enabled one.
   * With the `manager` of the transaction that stores the copies none of them is deleted or disabled in between.
   * @param named as the ids are called in the request, for the error
   * @throws ApiError with `destinations[i]`: `DESTINATION_NOT_FOUND`, `DESTINATION_DISABLED`, `DESTINATION_CLOSING`, `DESTINATION_NOT_CHOSEN`
   */
  async forRun(
    ids: readonly string[] | undefined,
    manager?: EntityManager,
    named = 'destinations',
  ): Promise<Destination[]> {
    if (ids === undefined || ids.length === 0) return [await this.unnamed(manager, named)];
    const found = await this.rows(ids, manager);
    return [...new Set(ids)].map((id) => {
      const destination = found.find((each) => each.id === id);
      const field = `${named}[${ids.indexOf(id)}]`;
      return open(destination, field);
    });
  }

  /**
   * Where a copy goes, named by `destinationId`; with the `manager` of the transaction that stores its row as `forRun`.
   * @throws ApiError `DESTINATION_NOT_FOUND`, `DESTINATION_DISABLED`, `DESTINATION_CLOSING`
   */
  async forCopy(id: string, manager?: EntityManager): Promise<Destination> {
    const [destination] = await this.rows([id], manager);
    return open(destination, 'destinationId');
  }

  /** Those from which Stowbase deletes nothing. */
  async withoutDeletes(ids: readonly string[], manager: EntityManager = this.database.read): Promise<string[]> {
    const rows = await this.rows(ids, manager);
    return rows.filter((row) => noDeleteReason(row) !== null).map(({ id }) => id);
  }

  /** @throws ApiError `DESTINATION_CANNOT_DELETE` for the first one from which Stowbase deletes nothing */
  async refuseUnlessDeletes(ids: readonly string[], manager: EntityManager): Promise<void> {
    for (const destination of await this.rows(ids, manager)) {
      const reason = noDeleteReason(destination);
      if (reason !== null) throw cannotDelete(destination, reason);
    }
  }

  /**
   * For one use: the caller closes it. Also of one that is disabled or closing: reading and deleting there go on.
   * @throws ApiError `DESTINATION_NOT_FOUND`, StorageError
   */
  async open(id: string): Promise<Storage> {
    const destination = await this.get(id);
    const driver = this.types.storing(destination.type);
    const settings = this.settings.open(destination);
    const metrics = this.meter.of(destination);
    const opened = withRetries(withMetrics(await this.opener.open(driver, settings), metrics), {
      onRetry: ({ kind }) => metrics.retried(kind),
    });
    const storage = discreetStorage(this.bandwidth.limited(destination, opened), hideSecrets(driver, settings));
    return watchedStorage(storage, {
      failed: (error) => this.problems.note(id, error),
      stored: () => this.problems.mended(id),
    });
  }

  /** Copies that came or went, as differences, in the transaction that says so of the copies. */
  async noteStored(manager: EntityManager, id: string, change: { copies: number; bytes: number }): Promise<void> {
    await manager
      .createQueryBuilder()
      .update(Destination)
      .set({
        totalBackups: () => 'total_backups + :copies',
        totalSize: () => 'total_size + :bytes',
      })
      .where({ id })
      .setParameters(change)
      .execute();
  }

  private async unnamed(manager: EntityManager | undefined, field: string): Promise<Destination> {
    const type = this.config.defaultStorageType;
    const byDefault = type === null ? [] : await this.enabled({ origin: 'env', type }, manager);
    const [chosen, another] = byDefault.length > 0 ? byDefault : await this.enabled({}, manager);
    if (chosen !== undefined && another === undefined) return chosen;
    throw chosen === undefined
      ? fail('DESTINATION_NOT_CHOSEN', 'There is no enabled destination that the backup could go to.', {
          field,
          nextStep: 'Create a destination first, or download the backup in the browser.',
        })
      : fail('DESTINATION_NOT_CHOSEN', 'The backup names no destination, and there is more than one.', {
          field,
          nextStep: 'Name the destinations that the backup is to go to.',
        });
  }

  /** At most two: more are as good as two. */
  private enabled(where: FindOptionsWhere<Destination>, manager = this.database.read): Promise<Destination[]> {
    return manager.find(Destination, {
      where: { ...where, enabled: true, closing: false },
      order: { createdAt: 'ASC' },
      take: 2,
      ...this.lock(manager),
    });
  }

  private rows(ids: readonly string[], manager = this.database.read): Promise<Destination[]> {
    return manager.find(Destination, { where: { id: In([...ids]) }, ...this.lock(manager) });
  }

  /** On SQLite there is one transaction at a time; elsewhere whoever closes the destination waits for this row. */
  private lock(manager: EntityManager): { lock?: { mode: 'pessimistic_read' } } {
    const locks = this.database.engine === 'postgres' && manager !== this.database.read;
    return locks ? { lock: { mode: 'pessimistic_read' } } : {};
  }
}

/** @throws ApiError when nothing new may go there */
function open(destination: Destination | undefined, field: string): Destination {
  if (destination === undefined) throw notFound(field);
  if (destination.closing)
    throw fail('DESTINATION_CLOSING', `The destination ${destination.name} is being deleted.`, {
      field,
      nextStep: 'Choose another one.',
    });
  if (!destination.enabled)
    throw fail('DESTINATION_DISABLED', `The destination ${destination.name} is disabled.`, {
      field,
      nextStep: 'Enable it, or choose another one.',
    });
  return destination;
}

const notFound = (field?: string): Error =>
  fail('DESTINATION_NOT_FOUND', 'There is no destination with this id.', {
    nextStep: 'Look it up in the list of destinations.',
    ...(field === undefined ? {} : { field }),
  });

import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { AuditLog } from '../accounts/audit-log';
import { Database } from '../database/database';
import { objectOf } from './destination-changes.service';
import { DestinationEvents } from './destination-events.service';
import { DestinationSettings } from './destination-settings.service';
import { DestinationUsers, type CopyChoice } from './destination-users';
import { Destination } from './destination.entity';
import { Destinations } from './destinations.service';
import { noDeleteReason } from './no-delete';
import { Probe } from './probe.entity';
import { refuseEnvironment } from './refuse-environment';
import { fail } from './storage.errors';

/** How often a closing destination is looked at whose last copy went without anybody saying so. */
const everyMs = 30_000;

/**
 * Deletes destinations, never what lies there by surprise (F34). With `keep` the row goes at once and the files stay; else the destination
 * closes, whoever deletes copies and sweeps unfinished uploads empties it, and it goes when nothing is left.
 */
@Injectable()
export class DestinationRemoval implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('Destinations');
  private timer: NodeJS.Timeout | undefined;
  private settling: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly settings: DestinationSettings,
    private readonly users: DestinationUsers,
    private readonly audit: AuditLog,
    private readonly events: DestinationEvents,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.settle(), everyMs);
    this.timer.unref();
    this.settle();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.settling;
  }

  /**
   * Returns what is left of it: null when it is gone, else the closing destination.
   * @throws ApiError `DESTINATION_SCHEDULED`, `DESTINATION_IN_USE`, `DESTINATION_HAS_COPIES`, `DESTINATION_HAS_LOCKED`, `DESTINATION_CANNOT_DELETE`, `DESTINATION_FROM_ENVIRONMENT`
   */
  async remove(id: string, choice: CopyChoice | undefined, actor: Actor): Promise<Destination | null> {
    const before = await this.destinations.get(id);
    // One whose variables are gone would else stay for ever.
    const isReadable = this.settings.readable(before) !== null;
    if (isReadable) refuseEnvironment(before);
    const left = await this.database.write(async (manager) => {
      // First of all: who would bring a new copy waits for this row, and then sees that it is closing.
      await manager.update(Destination, { id }, { closing: true });
      const { live, stored: used, locked, leftovers, named } = await this.users.uses(id, manager);
      if (named.length > 0) throw scheduled(before, named);
      // What a user of it fails to tell is still counted here.
      const stored = Math.max(used, (await this.destinations.get(id, manager)).totalBackups);
      if (live > 0) throw inUse(before, live);
      if (stored > 0 && choice === undefined) throw hasCopies(before, stored);
      // They would never go, and the destination would be closing for ever.
      if (locked > 0 && choice === 'delete') throw hasLocked(before, locked);
      if (stored > 0 && choice === 'delete') this.refuseUnlessItCanDelete(before);
      if (choice !== undefined) await this.users.letGo(manager, id, choice);
      const detail = { copies: choice ?? null, stored, bytes: before.totalSize };
      await this.audit.record(manager, { actor, action: 'destination.delete', object: objectOf(before), detail });
      // Without its settings nothing can be removed there any more.
      const left = stored + (isReadable ? leftovers : 0);
      if (choice === 'keep' || left === 0) {
        await forget(manager, id);
        return null;
      }
      return this.destinations.get(id, manager);
    });
    if (left === null) this.events.deleted(before);
    else this.events.changed(left);
    return left;
  }

  /** Removes the closing destinations that nothing lies in any more. To be called after the last copy of one went. */
  settle(): void {
    this.settling = this.settling
      .then(() => this.removeEmptied())
      .catch((error: unknown) => this.log.error(`A closing destination could not be removed: ${String(error)}`));
  }

  /** When what `settle` began is done. */
  async settled(): Promise<void> {
    await this.settling;
  }

  private async removeEmptied(): Promise<void> {
    const closing = await this.database.read.find(Destination, { where: { closing: true }, take: 100 });
    for (const destination of closing) {
      const gone = await this.database.write(async (manager) => {
        const { live, stored, leftovers } = await this.users.uses(destination.id, manager);
        if (live + stored + leftovers > 0) return false;
        return forget(manager, destination.id);
      });
      if (gone) this.events.deleted(destination);
    }
  }

  private refuseUnlessItCanDelete(destination: Destination): void {
    const { name } = destination;
    if (this.settings.readable(destination) === null)
      throw fail(
        'DESTINATION_CANNOT_DELETE',
        `The settings of ${name} are gone or unreadable: nothing can be deleted there.`,
        {
          nextStep: 'Choose copies=keep and delete the files at the store yourself.',
        },
      );
    const reason = noDeleteReason(destination);
    if (reason !== null)
      throw fail(
        'DESTINATION_CANNOT_DELETE',
        reason === 'setting'
          ? `By its settings nothing is deleted at ${name}.`
          : `The credentials of ${name} are not allowed to delete there.`,
        {
          nextStep:
            reason === 'setting'
              ? 'Choose copies=keep, or let Stowbase delete there in the settings of the destination.'
              : 'Choose copies=keep, or give it credentials that may delete and test the connection.',
        },
      );
  }
}

async function forget(manager: EntityManager, id: string): Promise<boolean> {
  await manager.delete(Probe, { destinationId: id });
  const { affected } = await manager.delete(Destination, { id });
  return affected === 1;
}

const inUse = ({ name }: Destination, live: number): Error =>
  fail(
    'DESTINATION_IN_USE',
    `${counted(live, 'copy', 'copies')} at ${name} ${live === 1 ? 'is' : 'are'} being made or read now.`,
    {
      nextStep: 'Wait until that ends, or cancel it; to keep new backups away, disable the destination.',
      more: { live },
    },
  );

const scheduled = ({ name }: Destination, named: readonly string[]): Error =>
  fail('DESTINATION_SCHEDULED', `Backups go to ${name} by ${named.slice(0, 5).join(', ')}${more(named.length - 5)}.`, {
    nextStep:
      'Choose another destination for the schedules that are named, or delete them; to keep new backups away for now, disable the destination.',
    more: { schedules: named },
  });

const more = (count: number): string => (count > 0 ? ` and ${count} more` : '');

const hasCopies = ({ name, totalSize }: Destination, stored: number): Error =>
  fail(
    'DESTINATION_HAS_COPIES',
    `${counted(stored, 'copy', 'copies')} of backups ${stored === 1 ? 'lies' : 'lie'} at ${name}.`,
    {
      nextStep:
        'Say what becomes of them: copies=keep leaves the files there and forgets them, copies=delete deletes them first.',
      more: { copies: stored, bytes: totalSize },
    },
  );

const hasLocked = ({ name }: Destination, locked: number): Error =>
  fail(
    'DESTINATION_HAS_LOCKED',
    `${counted(locked, 'copy', 'copies')} at ${name} ${locked === 1 ? 'is of a backup that is' : 'are of backups that are'} locked.`,
    {
      nextStep: 'Unlock them first, or choose copies=keep, which leaves the files there and forgets them.',
      more: { locked },
    },
  );

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

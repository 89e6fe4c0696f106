import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What becomes of the copies at a destination that is deleted: left at the store and forgotten here, or deleted there first. */
export const copyChoices = ['keep', 'delete'] as const;
export type CopyChoice = (typeof copyChoices)[number];

export interface DestinationUse {
  /** Things that go on there now: copies pending or uploading, leases. They forbid deleting. */
  readonly live: number;
  /** Copies that lie there: `stored`, `damaged` and `delete_pending`. */
  readonly stored: number;
  /** Of those that lie there, how many nobody may delete: their backups are locked. */
  readonly locked?: number;
  /** Unfinished uploads that are still to be removed there. They forbid nothing; unless they are to be kept, a closing destination waits for them. */
  readonly leftovers?: number;
  /** Names of what brings new backups there by itself. They forbid deleting. */
  readonly named?: readonly string[];
}

/** A feature that puts things into destinations. Destinations know their users only by this. */
export interface DestinationUser {
  /** `manager`: of the transaction that decides. */
  uses(destinationId: string, manager: EntityManager): Promise<DestinationUse>;

  /**
   * Called once in the transaction that closes the destination; nothing is live there then. At most 200 rows are changed by values; one
   * statement over all rows is fine.
   * - `keep`: the copies are marked `missing` with the reason: their files stay where they are, unknown to the service from now on.
   * - `delete`: the copies become `delete_pending`; whoever deletes copies does the rest, and the destination goes when none is left.
   */
  letGo?(manager: EntityManager, destinationId: string, choice: CopyChoice): Promise<void>;
}

@Injectable()
export class DestinationUsers {
  private readonly users: DestinationUser[] = [];

  /** To be called while the module is being made (`onModuleInit`). */
  register(user: DestinationUser): void {
    this.users.push(user);
  }

  async uses(destinationId: string, manager: EntityManager): Promise<Required<DestinationUse>> {
    let live = 0;
    let stored = 0;
    let locked = 0;
    let leftovers = 0;
    const named: string[] = [];
    for (const user of this.users) {
      const use = await user.uses(destinationId, manager);
      live += use.live;
      stored += use.stored;
      locked += use.locked ?? 0;
      leftovers += use.leftovers ?? 0;
      named.push(...(use.named ?? []));
    }
    return { live, stored, locked, leftovers, named };
  }

  async letGo(manager: EntityManager, destinationId: string, choice: CopyChoice): Promise<void> {
    for (const user of this.users) await user.letGo?.(manager, destinationId, choice);
  }
}

import type { ArchiveMember } from '@stowbase/archive';
import type { RowGroup } from './row-tasks';

interface Group {
  readonly members: ArchiveMember[];
  readonly shared: boolean;
  workers: number;
}

/**
 * Hands members to connections so that two of them rarely write into one table, where they would wait for each other to extend it:
 * each works through a table of its own, the biggest first. Only when every table has somebody do they share the biggest one left.
 */
export class RowQueue<Worker extends object> {
  private readonly groups: Group[];
  private readonly own = new Map<Worker, Group>();

  constructor(groups: readonly RowGroup[]) {
    this.groups = groups.map(({ members, shared }) => ({ members: [...members], shared, workers: 0 }));
  }

  next(worker: Worker): ArchiveMember | undefined {
    const own = this.own.get(worker);
    if (own !== undefined && own.members.length > 0) return own.members.shift();
    if (own !== undefined) own.workers -= 1;
    const group = this.biggest(({ workers }) => workers === 0) ?? this.biggest(({ shared }) => shared);
    if (group === undefined) {
      this.own.delete(worker);
      return undefined;
    }
    group.workers += 1;
    this.own.set(worker, group);
    return group.members.shift();
  }

  /** Nobody gets anything any more. */
  clear(): void {
    for (const { members } of this.groups) members.length = 0;
  }

  private biggest(which: (group: Group) => boolean): Group | undefined {
    const left = this.groups.filter((group) => group.members.length > 0 && which(group));
    return left.reduce<Group | undefined>(
      (best, group) => (best === undefined || bytesOf(group) > bytesOf(best) ? group : best),
      undefined,
    );
  }
}

const bytesOf = ({ members }: Group): number => members.reduce((sum, { rawSize }) => sum + rawSize, 0);

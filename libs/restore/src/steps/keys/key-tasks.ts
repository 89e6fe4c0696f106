import { tableKey, type TableName } from '../../table-name';
import type { LockedTask } from './lock-queue';
import type { KeyStatement, Round } from './rounds';
import type { TableTrees } from './table-trees';

/** Keys that are made one after the other in one transaction. */
export interface KeyTask extends LockedTask {
  readonly keys: readonly KeyStatement[];
}

export interface TaskOptions {
  readonly trees: Pick<TableTrees, 'treeOf'>;
  /** Bytes of a table's rows. */
  readonly sizeOf: (table: TableName) => number;
  /** Keys of smaller tables share a transaction, which saves round trips; default 8 MiB. */
  readonly smallTable?: number;
  /** At most so many keys in one transaction; default 50. */
  readonly keysAtOnce?: number;
}

/** The largest tables first: what takes long must not begin last. */
export function keyTasks({ kind, keys }: Round, options: TaskOptions): KeyTask[] {
  const { sizeOf, smallTable = 8 * 1024 * 1024, keysAtOnce = 50 } = options;
  const bySize = [...keys]
    .map((key) => ({ key, size: sizeOf(key.table) }))
    .sort((a, b) => b.size - a.size || compare(tableKey(a.key.table), tableKey(b.key.table)));
  const tasks: KeyStatement[][] = [];
  let small: KeyStatement[] = [];
  for (const { key, size } of bySize) {
    if (size >= smallTable) tasks.push([key]);
    else {
      if (small.length === 0) tasks.push(small);
      small.push(key);
      if (small.length >= keysAtOnce) small = [];
    }
  }
  return tasks.map((group) => ({ keys: group, locks: locksOf(group, kind, options.trees) }));
}

/** A foreign key locks both of its tables with all their partitions; indexes and other constraints just their own table. */
function locksOf(
  keys: readonly KeyStatement[],
  kind: Round['kind'],
  trees: Pick<TableTrees, 'treeOf'>,
): LockedTask['locks'] {
  const locks = new Map<string, 'shared' | 'alone'>();
  for (const { table, use, references } of keys) {
    if (kind === 'foreign-key') {
      for (const one of [table, references ?? table]) locks.set(trees.treeOf(tableKey(one)), 'alone');
    } else if (locks.get(tableKey(table)) !== 'alone') {
      locks.set(tableKey(table), use);
    }
  }
  return locks;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

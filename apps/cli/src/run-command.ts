import { setPriority } from 'node:os';
import { tuneGarbageCollection } from './garbage-collection';
import { settleMemory } from './memory';
import { runCli } from './run';

/** A database on the same machine comes first: what it doesn't get, the backup waits for. 0 is usual, 19 the least. */
const politeness = 5;

/** Commands that pass gigabytes through a handful of buffers. */
const heavy = ['backup', 'restore'];

/** @returns the exit code */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const [command = ''] = argv;
  if (command === 'backup') setPriority(politeness);
  if (heavy.includes(command)) {
    settleMemory();
    tuneGarbageCollection();
  }
  return runCli(argv);
}

import { setPriority } from 'node:os';
import { tuneGarbageCollection } from './garbage-collection';
import { settleMemory } from './memory';
import { runCli } from './run';

/** A database on the same machine comes first: what it doesn't get, the backup waits for. 0 is usual, 19 the least. */
const politeness = 5;

const command = process.argv[2] ?? '';
if (command === 'backup') setPriority(politeness);
/** Commands that pass gigabytes through a handful of buffers. */
if (['backup', 'restore'].includes(command)) {
  settleMemory();
  tuneGarbageCollection();
}
process.exit(await runCli(process.argv.slice(2)));

import { tuneGarbageCollection } from './garbage-collection';
import { settleMemory } from './memory';
import { runCli } from './run';

/** Commands that pass gigabytes through a handful of buffers. */
if (['backup', 'restore'].includes(process.argv[2] ?? '')) {
  settleMemory();
  tuneGarbageCollection();
}
process.exit(await runCli(process.argv.slice(2)));

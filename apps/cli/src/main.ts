import { settleMemory } from './memory';
import { runCli } from './run';

if (['backup', 'restore'].includes(process.argv[2] ?? '')) settleMemory();
process.exit(await runCli(process.argv.slice(2)));

import { settleMemory } from './memory';
import { runCli } from './run';

if (process.argv[2] === 'backup') settleMemory();
process.exit(await runCli(process.argv.slice(2)));

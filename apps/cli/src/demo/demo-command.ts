import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { demonstrate } from './demonstrate';

export interface DemoOptions extends CommonOptions {
  keep?: string;
  service?: true;
}

export function defineDemo(program: Command, start: Start): Command {
  const command = program
    .command('demo')
    .summary('prove backup and restore on a sample project')
    .description(
      'Prove backup and restore on a sample project: a PostgreSQL shaped like Supabase is started, backed up, verified, restored with Stowbase and by hand into two new databases, and all three are compared fact by fact. Everything is removed afterwards.\nIt needs no connection string and touches no database of yours.',
    )
    .option('--keep <folder>', 'keep the archive and what was compared, in a new or empty folder')
    .option(
      '--service',
      'start the service too, back up over its API and restore that; on a terminal it stays up to be looked at, until Ctrl-C',
    );
  return withCommonFlags(command)
    .addHelpText(
      'after',
      examples(['stowbase demo', 'stowbase demo --keep /tmp/shop', 'stowbase demo --service', 'stowbase demo --json']),
    )
    .action((options: DemoOptions) => start((shell) => demonstrate(options, shell)));
}

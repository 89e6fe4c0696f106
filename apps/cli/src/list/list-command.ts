import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { listPlace } from './list-place';

export function defineList(program: Command, start: Start): Command {
  const command = program
    .command('list')
    .summary('say what lies at a destination')
    .description('Say what lies at a destination of the environment, or below a beginning of its keys.')
    .argument('<place>', 'a destination, with the beginning of keys if you like: s3:, s3:nightly/');
  return withCommonFlags(command)
    .addHelpText(
      'after',
      examples(['stowbase list s3:', 'stowbase list nextcloud:team-a/2026/', 'stowbase list local_mapped: --json']),
    )
    .action((place: string, options: CommonOptions) => start((shell) => listPlace(place, options, shell)));
}

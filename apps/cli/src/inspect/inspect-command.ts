import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { inspectArchive } from './inspect-archive';

export interface InspectOptions extends CommonOptions {
  contents: boolean;
  identity?: string;
}

export function defineInspect(program: Command, start: Start): Command {
  const command = program
    .command('inspect')
    .summary('say what an archive holds')
    .description(
      'Say what an archive is and what it holds. Reads the end of the file only; from standard input all of it.',
    )
    .argument('<file>', 'the archive, - for standard input, or one at a destination (s3:nightly/today.tar)')
    .option('--contents', 'list every table, limit and warning', false)
    .option('--identity <keyfile>', 'the private key of an encrypted archive');
  return withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase inspect shop_20260801T021500Z_0011223344556677-1.tar',
        'stowbase inspect today.tar --json --contents',
        'ssh host "cat today.tar" | stowbase inspect - --identity key.txt',
      ]),
    )
    .action((file: string, options: InspectOptions) => start((shell) => inspectArchive(file, options, shell)));
}

import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { extractTo } from './extract-to';

export interface ExtractOptions extends CommonOptions {
  to: string;
  salvage: boolean;
  identity?: string;
}

export function defineExtract(program: Command, start: Start): Command {
  const command = program
    .command('extract')
    .summary('write an archive out as plain SQL files')
    .description('Write an archive out as plain SQL files whose name order is the order of a restore.')
    .argument('<file>', 'the archive, or one at a destination (s3:nightly/today.tar)')
    .requiredOption('--to <folder>', 'a new or empty folder')
    .option('--salvage', 'from a damaged or cut archive: only the members that still check', false)
    .option('--identity <keyfile>', 'the private key of an encrypted archive');
  return withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase extract today.tar --to today',
        'stowbase extract broken.tar --to rescued --salvage',
        'stowbase extract today.tar --to today --identity key.txt',
      ]),
    )
    .action((file: string, options: ExtractOptions) => start((shell) => extractTo(file, options, shell)));
}

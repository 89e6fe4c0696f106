import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { copyArchive } from './copy-archive';

export function defineCopy(program: Command, start: Start): Command {
  const command = program
    .command('copy')
    .summary('copy an archive to another place, proving it on the way')
    .description(
      'Copy an archive from a file or a destination to another one. Every hash is calculated on the way (no key needed), and nothing\nappears at the target before the last one is right. An existing file or key is never overwritten.',
    )
    .argument('<from>', 'the archive: a file, or at a destination (s3:nightly/today.tar)')
    .argument('<to>', 'a folder, a new FILE.tar, or a destination: nextcloud:, nextcloud:old/, nextcloud:today.tar');
  return withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase copy s3:nightly/today.tar ./',
        'stowbase copy /backups/today.tar nextcloud:team-a/',
        'stowbase copy s3:nightly/today.tar google_drive:',
      ]),
    )
    .action((from: string, to: string, options: CommonOptions) =>
      start((shell) => copyArchive(from, to, options, shell)),
    );
}

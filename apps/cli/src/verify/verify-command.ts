import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { verifyArchive } from './verify-archive';

export interface VerifyOptions extends CommonOptions {
  deep: boolean;
  identity?: string;
}

export function defineVerify(program: Command, start: Start): Command {
  const command = program
    .command('verify')
    .summary('prove that an archive is whole')
    .description(
      'Prove that an archive is whole: every hash is calculated again (no key needed).\nWith --deep every member is also decompressed and read as SQL.',
    )
    .argument('<file>', 'the archive, - for standard input, or one at a destination (s3:nightly/today.tar)')
    .option('--deep', 'also decode and parse every member (needs --identity when encrypted)', false)
    .option('--identity <keyfile>', 'the private key of an encrypted archive');
  return withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase verify today.tar',
        'stowbase verify today.tar --deep --identity key.txt',
        'stowbase verify s3:nightly/today.tar',
        'ssh host "cat today.tar" | stowbase verify -',
      ]),
    )
    .action((file: string, options: VerifyOptions) => start((shell) => verifyArchive(file, options, shell)));
}

import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { listDestinations } from './list/list-destinations';
import { sweepDestination, type SweepOptions } from './sweep/sweep-destination';
import { testDestination } from './test/test-destination';

/** What the environment has destinations for: S3_…, NEXTCLOUD_…, GOOGLE_DRIVE_…, LOCAL_STORAGE_…. */
export function defineDestinations(program: Command, start: Start): Command {
  const destinations = program
    .command('destinations')
    .summary('say which destinations there are, test one, tidy one up')
    .description(
      'Destinations are set up by environment variables, the same as for the service: S3_…, NEXTCLOUD_…, GOOGLE_DRIVE_…, LOCAL_STORAGE_….\nEach secret may lie in a file that its …_FILE variable names; none is ever an argument.',
    );
  defineList(destinations, start);
  defineTest(destinations, start);
  defineSweep(destinations, start);
  return destinations.addHelpText(
    'after',
    examples(['stowbase destinations list', 'stowbase destinations test s3', 'stowbase destinations sweep s3']),
  );
}

function defineList(destinations: Command, start: Start): void {
  const command = destinations
    .command('list')
    .summary('show what the environment defines')
    .description(
      'Show which destinations the environment defines, by which variables, and what is missing. No secrets.',
    );
  withCommonFlags(command)
    .addHelpText('after', examples(['stowbase destinations list', 'stowbase destinations list --json']))
    .action(() => start((shell) => Promise.resolve(listDestinations(shell))));
}

function defineTest(destinations: Command, start: Start): void {
  const command = destinations
    .command('test')
    .summary('do with a destination what backups will do with it')
    .description(
      'Write 1 MiB, read it back whole and in part, list it, stop an upload, delete it again, and more: check by check, each with what to do.\nNothing is left behind. Exit code 1 when a check fails.',
    )
    .argument('<destination>', 's3, nextcloud, google_drive, local_mapped');
  withCommonFlags(command)
    .addHelpText('after', examples(['stowbase destinations test s3', 'stowbase destinations test nextcloud: --json']))
    .action((word: string, options: CommonOptions) => start((shell) => testDestination(word, options, shell)));
}

function defineSweep(destinations: Command, start: Start): void {
  const command = destinations
    .command('sweep')
    .summary('remove what killed uploads have left')
    .description(
      'Remove what uploads of this machine left at a destination when they were killed (kill -9, a power cut): unfinished parts that\nstores charge for. Only what was written down about our own uploads is touched; each is shown before it is removed.',
    )
    .argument('<destination>', 's3, nextcloud, google_drive, local_mapped')
    .option('--dry-run', 'show it, and remove nothing', false)
    .option('--old', 'also what is older than 7 days: of other machines, and known by its name alone', false);
  withCommonFlags(command)
    .addHelpText('after', examples(['stowbase destinations sweep s3 --dry-run', 'stowbase destinations sweep s3']))
    .action((word: string, options: SweepOptions) => start((shell) => sweepDestination(word, options, shell)));
}

import { Option } from 'commander';
import type { Command } from 'commander';
import { collect, examples, wholeNumber, withCommonFlags } from '../common-flags';
import { withDatabaseFlags } from '../database-flags';
import type { Start } from '../shell';
import { compressionOf, jobsOf, schemaPattern, tablePattern } from './backup-options';
import type { BackupOptions } from './backup-options';
import { makeBackup } from './make-backup';

export function defineBackup(program: Command, start: Start): Command {
  const command = program
    .command('backup')
    .summary('save a database into one archive')
    .description(
      'Save a Supabase project or another PostgreSQL database into one archive that proves itself.\nThe database comes from SOURCE_DATABASE_URL or --db-url-file, never from the command line.',
    )
    .requiredOption(
      '--out <place>',
      'a folder, a new FILE.tar, - for standard output, or a destination: s3:, s3:nightly/ (again for more, all at once)',
      collect,
    )
    .addOption(new Option('--type <type>', 'what to save').choices(['full', 'schema', 'data']).default('full'))
    .option(
      '--compression <method>',
      'zstd or gzip, with a level if you like: zstd:19 (default: zstd:3)',
      compressionOf,
      { method: 'zstd', level: 3 },
    )
    .option('--no-history', 'leave out the migration history')
    .option('--no-large-objects', 'leave out large objects')
    .option(
      '--exclude-schema <schema>',
      'leave out a schema (again for more; * and ? are wildcards)',
      schemaPattern,
      [],
    )
    .option(
      '--exclude-table <schema.table>',
      "leave out a table's rows (again for more; * and ? are wildcards)",
      tablePattern,
      [],
    )
    .option(
      '--jobs <n>',
      'tables read at once; needs up to n + 4 connections (auto: 1, or 2 for a large database)',
      jobsOf,
      'auto',
    )
    .option('--recipient <age1…>', 'encrypt to this age recipient (again for more)', collect, [])
    .option('--recipients-file <file>', 'encrypt to the recipients in this file, one a line')
    .option('--lock-wait <seconds>', 'how long to wait for a locked table', wholeNumber(1, 86_400), 60);
  return withCommonFlags(withDatabaseFlags(command, 'SOURCE_DATABASE_URL'))
    .addHelpText('after', HELP_END)
    .action((options: BackupOptions) => start((shell) => makeBackup(options, shell)));
}

const HELP_END =
  examples([
    'stowbase backup --out /backups',
    'stowbase backup --out - --db-url-file ./db-url --recipient age1… | ssh host "cat > today.tar"',
    'stowbase backup --out schema.tar --type schema --exclude-schema "scratch_*"',
  ]) + '\n\nPercent-encode special characters in the password of a connection string (@ is %40).';

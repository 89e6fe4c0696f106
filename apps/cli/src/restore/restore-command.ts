import { Option } from 'commander';
import type { Command } from 'commander';
import { collect, examples, wholeNumber, withCommonFlags } from '../common-flags';
import { withDatabaseFlags } from '../database-flags';
import type { Start } from '../shell';
import { restoreArchive } from './restore-archive';
import { nonEmpty, sha256Hex } from './restore-options';
import type { RestoreOptions } from './restore-options';

export function defineRestore(program: Command, start: Start): Command {
  const command = program
    .command('restore')
    .summary('bring an archive back into a database')
    .description(
      'Bring an archive back into a Supabase project or another PostgreSQL database, in one transaction.\nThe target comes from TARGET_DATABASE_URL or --db-url-file, never from the command line.',
    )
    .argument('<file>', 'the archive, or one at a destination (s3:nightly/today.tar)')
    .option('--plan', 'say what would happen and change nothing', false)
    .option('--yes-restore-into <name>', "the target's project ref, or its database where it has none", nonEmpty)
    .option('--into-nonempty', 'the target may hold objects; what exists already is a conflict', false)
    .addOption(
      new Option('--replace', 'drop what is in the way, after a backup of the target (--safety-out)')
        .default(false)
        .conflicts('intoNonempty'),
    )
    .option('--safety-out <folder>', 'where the backup of the target goes before --replace drops anything', nonEmpty)
    .option('--only <part>', ONLY_HELP, collect, [])
    .option('--jobs <n>', 'connections; 2 or more restore in steps (default: 1, one transaction)', wholeNumber(1, 32))
    .option('--resume', 'go on with a restore in steps that was stopped', false)
    .option('--identity <keyfile>', 'the private key of an encrypted archive')
    .option('--expect-sha256 <hex>', "the archive's SHA-256 as backup printed it; proves its origin", sha256Hex)
    .option('--allow-older-server', 'restore into an older PostgreSQL than the backup is from', false)
    .option('--lock-wait <seconds>', 'how long to wait for a locked table', wholeNumber(1, 86_400), 60);
  return withCommonFlags(withDatabaseFlags(command, 'TARGET_DATABASE_URL'))
    .addHelpText(
      'after',
      examples([
        'stowbase restore today.tar --plan',
        'stowbase restore today.tar --yes-restore-into abcdefghijklmnopqrst',
        "stowbase restore today.tar --only 'table:public.orders=>public.orders_old' --into-nonempty",
        'stowbase restore today.tar --replace --safety-out /backups --yes-restore-into shop',
        'stowbase restore s3:nightly/today.tar --yes-restore-into shop',
      ]),
    )
    .action((file: string, options: RestoreOptions) => start((shell) => restoreArchive(file, options, shell)));
}

const ONLY_HELP = 'roles, schema, data, history, or table:"s"."t"[=>"s2"."t2"] (again for more; default: everything)';

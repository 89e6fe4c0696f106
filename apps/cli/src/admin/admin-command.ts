import type { Command } from 'commander';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Start } from '../shell';
import { askService } from './ask-service';

interface UserOptions extends CommonOptions {
  email: string;
  passwordStdin?: boolean;
}

/** What only somebody on the server itself may do: the service has to be stopped meanwhile. */
export function defineAdmin(program: Command, start: Start): Command {
  const admin = program
    .command('admin')
    .summary('let somebody in again, change the key or put the records back, while the service is stopped')
    .description(
      'For the server itself, with the environment and the user of the service, while it is stopped. Everything is in the audit log.',
    );
  defineResetPassword(admin, start);
  defineDisableTotp(admin, start);
  defineRotateKey(admin, start);
  defineRestoreSelf(admin, start);
  return admin.addHelpText(
    'after',
    examples([
      'stowbase admin reset-password --email ann@example.com',
      'DATA_DIR=/var/lib/stowbase stowbase admin rotate-key',
    ]),
  );
}

function defineResetPassword(admin: Command, start: Start): void {
  const command = admin
    .command('reset-password')
    .summary('give a user a new password')
    .description(
      'Give a user a new password: one is made and shown once, or it is read. All login sessions of the user end.',
    )
    .requiredOption('--email <address>', 'the user')
    .option('--password-stdin', 'read the password from standard input, its first line');
  withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase admin reset-password --email ann@example.com',
        'stowbase admin reset-password --email ann@example.com --password-stdin < password.txt',
      ]),
    )
    .action(({ email, passwordStdin = false }: UserOptions) =>
      start((shell) => askService(['reset-password', `--email=${email}`], { readsInput: passwordStdin }, shell)),
    );
}

function defineDisableTotp(admin: Command, start: Start): void {
  const command = admin
    .command('disable-totp')
    .summary('turn the second factor of a user off')
    .description('Turn the second factor of a user off, for whoever lost the app and the recovery codes.')
    .requiredOption('--email <address>', 'the user');
  withCommonFlags(command)
    .addHelpText('after', examples(['stowbase admin disable-totp --email ann@example.com']))
    .action(({ email }: UserOptions) =>
      start((shell) => askService(['disable-totp', `--email=${email}`], { readsInput: false }, shell)),
    );
}

function defineRotateKey(admin: Command, start: Start): void {
  const command = admin
    .command('rotate-key')
    .summary('seal everything that is stored with a new key')
    .description(
      'Seal every stored password and key with a new key. One is made where the key is a file; with APP_KEY, set the new one there and the old one as APP_KEY_PREVIOUS. It can be stopped and run again.',
    );
  withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase admin rotate-key',
        'APP_KEY_FILE=/run/secrets/new APP_KEY_PREVIOUS_FILE=/run/secrets/old stowbase admin rotate-key',
      ]),
    )
    .action(() => start((shell) => askService(['rotate-key'], { readsInput: false }, shell)));
}

function defineRestoreSelf(admin: Command, start: Start): void {
  const command = admin
    .command('restore-self')
    .argument(
      '<file>',
      "a backup of the service's own records: a path, or <destination>:<key>; <destination>: is the newest one there",
    )
    .summary('put the records of a service back')
    .description(
      'Put the records of a service back from a backup of them, into an empty DATA_DIR or an empty database of DATABASE_URL. All of it is read and proven before anything is written; nothing is overwritten.',
    )
    .option('--identity <path>', 'the file with the private recovery key; without it: the backup is not encrypted');
  withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase admin restore-self stowbase-service_20261128T021000Z_0123456789abcdef.age --identity key.txt',
        'DATA_DIR=/var/lib/stowbase stowbase admin restore-self s3: --identity key.txt',
      ]),
    )
    .action((file: string, { identity }: CommonOptions & { identity?: string }) =>
      start((shell) =>
        askService(
          ['restore-self', ...(identity === undefined ? [] : [`--identity=${identity}`]), '--', file],
          { readsInput: false },
          shell,
        ),
      ),
    );
}

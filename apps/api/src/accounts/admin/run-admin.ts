import { parseArgs } from 'node:util';
import type { Config } from '../../config/config';
import { AdminError } from './admin-error';
import { changeKey } from './change-key';
import { disableTotp } from './disable-totp';
import { firstLine } from './first-line';
import { withRecords } from './with-records';
import { resetPassword } from './reset-password';
import type { RestoredSelf } from '../../self-backup/restore/restore-self';

/** What the command line shows: as JSON, and as text. */
export interface AdminResult {
  readonly document: object;
  readonly text: string;
}

/**
 * `stowbase admin …` behind the command line, which starts this bundle with the same arguments.
 * @param argv without `admin`
 * @param input where `--password-stdin` reads the password from: its first line
 * @throws AdminError, StartError
 */
export async function runAdmin(
  argv: readonly string[],
  config: Config,
  input: NodeJS.ReadableStream,
): Promise<AdminResult> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { email: { type: 'string' }, identity: { type: 'string' }, 'password-stdin': { type: 'boolean' } },
  });
  const [command, file = ''] = positionals;
  const email = values.email ?? '';
  switch (command) {
    case 'reset-password': {
      const given = values['password-stdin'] === true ? await firstLine(input) : null;
      const done = await withRecords(config, (database) => resetPassword(database, email, given));
      return { document: done, text: passwordText(done) };
    }
    case 'disable-totp': {
      const address = await withRecords(config, (database) => disableTotp(database, email));
      return { document: { email: address }, text: `${address} signs in with the password alone from now on.` };
    }
    case 'rotate-key': {
      const told: string[] = [];
      const done = await withRecords(config, (database) => changeKey(config, database, (text) => told.push(text)));
      return { document: done, text: [...told, keyText(done)].join('\n') };
    }
    case 'restore-self': {
      const { restoreSelf } = await import('../../self-backup/restore/restore-self');
      const done = await restoreSelf(config, file, values.identity ?? null);
      return { document: done, text: restoredText(done) };
    }
    default:
      throw new AdminError(
        'WRONG_USE',
        'admin takes reset-password, disable-totp, rotate-key or restore-self.',
        'See "stowbase admin --help".',
      );
  }
}

function passwordText({ email, password, secondFactor, disabled }: Awaited<ReturnType<typeof resetPassword>>): string {
  return [
    password === null ? `${email} has the new password.` : `The new password of ${email}: ${password}`,
    'All login sessions of this user have ended.',
    ...(secondFactor === 'on' ? ['The second factor is still on; "stowbase admin disable-totp" turns it off.'] : []),
    ...(disabled ? ['The account is disabled: an owner has to enable it before it can sign in.'] : []),
  ].join('\n');
}

function keyText({ keyFile, oldKeyFile }: Awaited<ReturnType<typeof changeKey>>): string {
  if (keyFile === null) return 'The new APP_KEY is in force. Keep the old one for older copies of the records.';
  return `The new key is in ${keyFile}: keep a copy of it apart from the records. The old one is in ${oldKeyFile}; older copies of the records need it.`;
}

function restoredText({ from, createdAt, rows, keyFile, imports }: RestoredSelf): string {
  const counts = [
    ['users', rows['users']],
    ['projects', rows['projects']],
    ['destinations', rows['storage_destinations']],
    ['schedules', rows['schedules']],
    ['backups', rows['backups']],
  ].map(([what, count]) => `${count ?? 0} ${what ?? ''}`);
  return [
    `The records of ${createdAt} are back, from ${from}: ${counts.join(', ')}.`,
    ...(keyFile === null ? [] : [`The key of the service is in ${keyFile}.`]),
    'Make sure that the old service does not run any more: it would make the same backups.',
    'Then start this one. Everybody has to sign in again.',
    ...(imports === 0
      ? []
      : [`It looks through its destinations (${imports}) for backups that are newer than these records.`]),
  ].join('\n');
}

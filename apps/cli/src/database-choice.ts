import { parseConnectionUrl, readCaFile } from '@stowbase/postgres';
import type { ConnectionSettings } from '@stowbase/postgres';
import { CliError, wrongUse } from './cli-error';
import type { DatabaseOptions } from './database-flags';
import { failureOf } from './failure';
import { readPrivateFile } from './private-file';
import type { Shell } from './shell';

/** Which of the two databases a command talks to, and the variable that names it. */
export type DatabaseRole = 'source' | 'target';
const VARIABLES: Readonly<Record<DatabaseRole, string>> = {
  source: 'SOURCE_DATABASE_URL',
  target: 'TARGET_DATABASE_URL',
};

/**
 * The connection a command works on: from --db-url-file, else from the environment; never from the command line.
 * Registers the password with the shell's secrets before anything can fail, and says what the parser warns about.
 */
export async function chooseDatabase(
  shell: Shell,
  role: DatabaseRole,
  options: DatabaseOptions,
): Promise<ConnectionSettings> {
  const { dbUrlFile: urlFile, caFile, issuerPin, allowInsecure } = options;
  const text = urlFile === undefined ? fromEnvironment(shell, role) : await fromFile(shell, urlFile);
  shell.secrets.add(text);
  shell.secrets.add(passwordLike(text));
  // With Supabase's own root certificate its servers are verified in full.
  const supabaseCa = shell.env.caFile === undefined ? undefined : await readCaFile(shell.env.caFile);
  const ca = caFile === undefined ? undefined : await usable(() => readCaFile(caFile));
  const { settings, warnings } = await usable(() =>
    parseConnectionUrl(text, {
      allowInsecure,
      ...(ca === undefined ? {} : { ca }),
      ...(supabaseCa === undefined ? {} : { supabaseCa }),
    }),
  );
  shell.secrets.add(settings.password, [settings.user, settings.database, settings.host]);
  for (const warning of warnings) shell.screen.say(`Note: ${warning.text}`);
  return issuerPin === undefined ? settings : pinned(settings, issuerPin);
}

/** A pin is worth nothing where the server may do without encryption. */
function pinned(settings: ConnectionSettings, pin: string): ConnectionSettings {
  const { mode } = settings.tls;
  if (mode === 'disable')
    throw wrongUse('--issuer-pin needs an encrypted connection.', 'Take sslmode=disable out of the connection string.');
  const encrypted = mode === 'allow' || mode === 'prefer' ? 'require' : mode;
  return { ...settings, tls: { ...settings.tls, mode: encrypted, pin } };
}

function fromEnvironment(shell: Shell, role: DatabaseRole): string {
  const text = role === 'source' ? shell.env.sourceUrl : shell.env.targetUrl;
  if (text !== undefined) return text;
  const name = VARIABLES[role];
  throw wrongUse(
    `No database was given.`,
    `Set ${name} to its connection string, or put the string into a file and use --db-url-file FILE.`,
  );
}

async function fromFile(shell: Shell, path: string): Promise<string> {
  const { text, openToOthers } = await readPrivateFile(path, 'The connection file');
  if (openToOthers) shell.screen.say(`Note: other users can read ${path}, which holds a password; "chmod 600" it.`);
  const url = text.trim();
  if (url === '')
    throw wrongUse(`The connection file ${path} is empty.`, 'Write the connection string (postgresql://…) into it.');
  return url;
}

/** What can't be used is wrong use, whatever the reason. */
async function usable<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (e) {
    const { code, message, nextStep } = failureOf(e);
    if (code === 'INTERNAL') throw e;
    throw new CliError('wrong-use', code, message, nextStep, { cause: e });
  }
}

/** What stands where a password would, even in a string nobody can parse. */
function passwordLike(text: string): string | undefined {
  return /^[a-z]+:\/\/[^:/?#]*:(.*)@/is.exec(text)?.[1];
}

import path from 'node:path';
import { PostgresError } from './postgres-error';

/**
 * The rules no call may break. getopt accepts shortened options, so `--enable-row-security` is refused from `--ena` on, and
 * `--dbname` from `--db` on: a name with `=` in it would be read as a connection string and lead to another host.
 */
export function assertSafeCall(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  secrets: readonly string[],
): void {
  if (!path.isAbsolute(file)) throw forbidden('A tool must be called by its absolute path.');
  for (const argument of args) {
    if (argument.startsWith('--ena')) throw forbidden('--enable-row-security would silently leave rows out.');
    if (argument.startsWith('--db') || /^-d/.test(argument) || /^postgres(?:ql)?:\/\//i.test(argument)) {
      throw forbidden('Connections are given by the environment only, never by an argument.');
    }
    if (argument.includes('\0')) throw forbidden('An argument holds a zero byte.');
    if (!isFixedOrName(argument) && secrets.some((secret) => secret.length > 3 && argument.includes(secret))) {
      throw forbidden('An argument holds a secret, which every user of this machine could read.');
    }
  }
  if ('PGPASSWORD' in env) throw forbidden('The password belongs into the pass file, not into the environment.');
}

/** A bare option, or the quoted name of a table or schema: a password that is part of such a word is no reason to refuse the database. */
const isFixedOrName = (argument: string): boolean =>
  /^--[a-z-]+$/.test(argument) || /^--(?:exclude-)?(?:schema|table|table-data)="/.test(argument);

const forbidden = (message: string): PostgresError =>
  new PostgresError('TOOL_ARGUMENT_FORBIDDEN', message, 'This is a fault of Stowbase: please report it.');

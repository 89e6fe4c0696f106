import { InvalidArgumentError, type Command } from 'commander';

/** How a command reaches its database, as commander hands it over. */
export interface DatabaseOptions {
  dbUrlFile?: string;
  caFile?: string;
  issuerPin?: string;
  allowInsecure: boolean;
}

/** Flags of every command that talks to a database. `variable` is the one that is read without --db-url-file. */
export function withDatabaseFlags(command: Command, variable: string): Command {
  return command
    .option('--db-url-file <file>', `read the connection string from this file instead of ${variable}`)
    .option('--ca-file <file>', "trust this root certificate (PEM) and check the server's name against it")
    .option(
      '--issuer-pin <sha256>',
      'the issuer of the server’s certificate must have this key, as doctor shows it',
      pin,
    )
    .option('--allow-insecure', 'an unencrypted connection over the internet is meant', false);
}

/** The flags again, as they were given: for a command that can be copied. */
export function databaseFlags({ dbUrlFile, caFile, issuerPin, allowInsecure }: DatabaseOptions): string[] {
  const given = [
    ['--db-url-file', dbUrlFile],
    ['--ca-file', caFile],
    ['--issuer-pin', issuerPin],
  ].filter((pair): pair is [string, string] => pair[1] !== undefined);
  return [...given.flat(), ...(allowInsecure ? ['--allow-insecure'] : [])];
}

function pin(value: string): string {
  if (!/^[0-9a-f]{64}$/i.test(value))
    throw new InvalidArgumentError(
      'It must be the 64 hexadecimal digits that "stowbase doctor --json" gives as issuerPin.',
    );
  return value.toLowerCase();
}

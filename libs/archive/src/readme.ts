import { archiveFileName, type ArchiveIdentity } from './identity';
import type { Compression } from './manifest';

/** Kinds of targets for which README.txt prints the commands. */
export type HandTarget = 'supabase' | 'plain';

export interface ReadmeOptions {
  readonly identity: Pick<ArchiveIdentity, 'backupId' | 'attempt' | 'projectSlug' | 'createdAt' | 'snapshotAt'>;
  readonly compression: Compression;
  readonly encrypted: boolean;
}

/** The lines around a block of commands. Between them stands nothing but what a shell runs. */
export const commandMarks: Record<HandTarget, { readonly begin: string; readonly end: string }> = {
  supabase: { begin: '----- begin: restore into a Supabase project -----', end: '----- end -----' },
  plain: { begin: '----- begin: restore into a plain PostgreSQL -----', end: '----- end -----' },
};

/** README.txt: what the archive is, and how to restore it by hand with the commands that fit its compression and encryption. */
export function readmeText(options: ReadmeOptions): string {
  const file = archiveFileName(options.identity);
  const tools = ['tar', 'sha256sum', options.compression.method, ...(options.encrypted ? ['age'] : []), 'psql'].join(
    ', ',
  );
  return `Stowbase backup
===============

This tar file is a backup of the PostgreSQL database of the project
"${options.identity.projectSlug}", as it was on ${options.identity.snapshotAt.toISOString()}.
Backup id ${options.identity.backupId}, attempt ${options.identity.attempt}. Archive format stowbase/1.

The easy way to restore it is Stowbase itself ("stowbase restore").
But nothing here needs Stowbase: the steps below use only public tools
(${tools}).


What is inside
--------------
  README.txt     this text
  platform/      what the Supabase platform itself owns; only for a plain PostgreSQL
  sql/           the database as SQL, in the order of the file names
  optional/      not run by default, such as event triggers: read it, then run it if you want it
  ${options.encrypted ? 'contents.json.age' : 'contents.json'}  what was saved: components, tables with exact row counts, warnings
  SHA256SUMS     a checksum of each file
  manifest.json  sizes and checksums, readable without any key
  END            the mark of a complete backup

A backup without END is not complete. Don't restore it.


Before you start
----------------
1. Put this archive into a folder with enough room for the unpacked SQL.
   It is expected under its own name, ${file};
   if it has another name now, change that name in the commands.
${options.encrypted ? ageStep : ''}${options.encrypted ? '3' : '2'}. Say where to restore to. Never put a password on a command line:

   export PGHOST=... PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
   export PGPASSFILE="$PWD/pgpass"

   The file pgpass has one line, host:port:database:user:password (put a
   backslash before ":" and "\\" in the password), and is yours alone:
   chmod 600 pgpass. For Supabase copy host and user from "Connect",
   "Session pooler" (the user is postgres.<project ref> there); the port is 5432, not 6543.
${options.encrypted ? '4' : '3'}. The target should be new and empty. Use psql of the source's major version or newer.
${options.encrypted ? '5' : '4'}. Save the commands as restore.sh in that folder and run: sh restore.sh
   They make a folder "restore", check every file, and run everything in one
   transaction: either all of it is restored or nothing.


Into a Supabase project
-----------------------
${block('supabase', options, file)}

Into a plain PostgreSQL
-----------------------
Connect as a superuser to a new, empty database (createdb). The platform/ files
make the schemas and roles which a Supabase project has from the start.

${block('plain', options, file)}

Afterwards
----------
- Passwords of database roles are not in this backup. "passwordsToSet" in
  contents.json lists the roles: ALTER ROLE name PASSWORD '...'; or \\password name
  in psql. Users of your app (auth.users) keep their passwords.
- Vault secrets, files in Storage and Edge Functions are not in the database dump;
  contents.json names what has to be set again under "limits" and "vaultSecrets".
- Compare row counts with "tables" in contents.json, and run ANALYZE.
- The files contain all your data. Remove the folder "restore" when you are done.
${options.encrypted ? '- To read contents.json: age -d -i ../key.txt contents.json.age\n' : ''}`;
}

const ageStep = `2. The files are encrypted with age (https://age-encryption.org). Put the file with
   your identity (the line AGE-SECRET-KEY-1...) into the same folder as key.txt.
   Without it nobody can read this backup.
`;

function block(target: HandTarget, options: ReadmeOptions, file: string): string {
  const { begin, end } = commandMarks[target];
  return [begin, ...commands(target, options, file), end, ''].join('\n');
}

/** One command a line, because a failure inside an `&&` list doesn't stop `set -e`; a new folder, because an old END would pass. */
function commands(target: HandTarget, options: ReadmeOptions, file: string): string[] {
  return [
    'set -eu',
    'mkdir restore',
    'cd restore',
    `tar -xf ../${file}`,
    'test -f END',
    'sha256sum --quiet -c SHA256SUMS   # macOS: shasum -a 256 -c SHA256SUMS',
    `for f in ${target === 'plain' ? 'platform/* ' : ''}sql/*; do ${decode(target, options)} || exit 1; done > restore.sql`,
    ...(options.encrypted ? ['rm -f part'] : []),
    'psql -X --single-transaction -v ON_ERROR_STOP=1 -f restore.sql',
  ];
}

function decode(target: HandTarget, { compression, encrypted }: ReadmeOptions): string {
  const decompress = compression.method === 'zstd' ? 'zstd -dc' : 'gzip -dc';
  // A backup of a plain database has no platform/.
  const skip = target === 'plain' ? 'test -e "$f" || continue; ' : '';
  // gzip refuses a file without its suffix, but not its standard input.
  return skip + (encrypted ? `age -d -i ../key.txt "$f" > part && ${decompress} < part` : `${decompress} "$f"`);
}

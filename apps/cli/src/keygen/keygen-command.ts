import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { generateIdentity } from '@stowbase/archive';
import type { Command } from 'commander';
import { writeProblem } from '../backup/write-fully';
import { CliError, errnoOf } from '../cli-error';
import { examples, withCommonFlags } from '../common-flags';
import type { CommonOptions, Outcome, Shell, Start } from '../shell';
import { plain } from '../words';

interface KeygenOptions extends CommonOptions {
  out?: string;
}

export function defineKeygen(program: Command, start: Start): Command {
  const command = program
    .command('keygen')
    .summary('make a key pair for encrypted backups')
    .description(
      'Make an age key pair. Backups are encrypted to its recipient (age1…); only the private key opens them.',
    )
    .option('--out <file>', 'write the private key to this new file (mode 0600) and print only the recipient');
  return withCommonFlags(command)
    .addHelpText(
      'after',
      examples([
        'stowbase keygen --out key.txt',
        'stowbase backup --out /backups --recipient "$(stowbase keygen --out key.txt)"',
      ]),
    )
    .action((options: KeygenOptions) => start((shell) => makeKey(options, shell)));
}

/** Without --out the key goes to standard output; with it the private key is never printed. */
async function makeKey(options: KeygenOptions, shell: Shell): Promise<Outcome> {
  const { identity, recipient } = await generateIdentity();
  const keyFile = `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  if (options.out === undefined) {
    return { status: 'done', document: { recipient, file: null, identity }, text: keyFile.trimEnd() };
  }
  await writeKeyFile(options.out, keyFile);
  if (!options.quiet)
    shell.screen.say(
      `The private key is in ${plain(options.out)}. Keep copies of it away from the backups: without it they can't be opened.`,
    );
  return { status: 'done', document: { recipient, file: options.out, identity: null }, text: recipient };
}

async function writeKeyFile(path: string, text: string): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    await file.writeFile(text);
    await file.sync();
  } catch (e) {
    if (errnoOf(e) !== 'EEXIST') throw writeProblem(e, plain(path));
    throw new CliError(
      'output',
      'OUTPUT_EXISTS',
      `${plain(path)} exists already: a key is never overwritten.`,
      'Name another file; the old key may still be needed for old backups.',
      { cause: e },
    );
  } finally {
    await file?.close();
  }
}

import { checkRecipients } from '@stowbase/archive';
import { wrongUse } from '../cli-error';
import { readPrivateFile } from '../private-file';

/**
 * The age recipients of a backup, from --recipient and from a file (one a line, `#` comments), each checked before anything
 * is read from the database. Refusals never repeat what was given: it may be a private key.
 */
export async function readRecipients(given: readonly string[], file: string | undefined): Promise<string[]> {
  const fromFile = file === undefined ? [] : linesOf((await readPrivateFile(file, 'The recipients file')).text);
  if (file !== undefined && fromFile.length === 0) {
    throw wrongUse('The recipients file holds no recipient.', 'Write one age1… a line into it.');
  }
  return checkRecipients([...given, ...fromFile]);
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

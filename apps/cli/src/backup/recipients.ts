import { wrongUse } from '../cli-error';
import type { CliError } from '../cli-error';
import { readPrivateFile } from '../private-file';

const MOST = 50;

/**
 * The age recipients of a backup, from --recipient and from a file (one a line, `#` comments), each checked before anything
 * is read from the database. Nothing is repeated in the refusals: what was pasted may be a private key.
 */
export async function readRecipients(given: readonly string[], file: string | undefined): Promise<string[]> {
  const fromFile = file === undefined ? [] : linesOf((await readPrivateFile(file, 'The recipients file')).text);
  if (file !== undefined && fromFile.length === 0)
    throw wrongUse('The recipients file holds no recipient.', 'Write one age1… a line into it.');
  const all = [...new Set([...given, ...fromFile].map((recipient) => recipient.trim()))];
  for (const recipient of all) refuseUnusable(recipient);
  if (all.length > MOST) throw wrongUse(`${all.length} recipients are too many.`, `Up to ${MOST} can be given.`);
  return all;
}

function refuseUnusable(recipient: string): void {
  if (recipient === '') throw refused('it is empty');
  if (/^AGE-SECRET-KEY-/i.test(recipient)) throw refused('that is the private key, which must never be given away');
  if (/^(ssh-|ecdsa-|sk-)/.test(recipient)) throw refused('SSH keys are not supported');
  if (!/^age1[0-9a-z]+$/.test(recipient) || /^age1(pq|tag|yubikey)/.test(recipient))
    throw refused('it is not an age recipient (age1…)');
}

const refused = (why: string): CliError =>
  wrongUse(`A recipient can't be used: ${why}.`, 'It is the line "age1…" that "stowbase keygen" prints.');

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

import { createInterface } from 'node:readline';
import { describeConnection } from '@stowbase/postgres';
import type { ConnectionSettings } from '@stowbase/postgres';
import { RestoreError } from '@stowbase/restore';
import type { RestorePlan } from '@stowbase/restore';
import { wrongUse } from '../cli-error';
import type { Shell } from '../shell';
import { plain, shellWord } from '../words';
import { planText, shortPlanText } from './plan-text';
import type { RestoreOptions } from './restore-options';

/** What has to be said to restore into a target: its project's ref, else its database. */
export function confirmationOf(target: ConnectionSettings): string {
  const { ref, database } = describeConnection(target);
  return ref ?? database;
}

/**
 * Refuses what can't be confirmed before the archive is read: a name that isn't the target's, or none where nobody can be asked.
 * @returns what was given, '' when the person at the terminal is to be asked.
 */
export function confirmationGiven(given: string | undefined, target: ConnectionSettings, canAsk: boolean): string {
  const expected = confirmationOf(target);
  if (given === expected) return given;
  const flag = `--yes-restore-into ${plain(shellWord(expected))}`;
  // What was given is not repeated: it might be something else that lost its option.
  if (given !== undefined)
    throw new RestoreError(
      'CONFIRMATION_WRONG',
      `--yes-restore-into doesn't name the target: the connection leads to ${plain(expected)}. Nothing was done.`,
      `Check which database is meant; if it is this one, use ${flag}.`,
    );
  if (canAsk) return '';
  throw wrongUse(
    'A restore has to be confirmed, and there is no terminal to ask on.',
    `Look at the plan (--plan), then add ${flag}.`,
  );
}

/** Somebody sits at the keyboard and sees the questions. */
export const canAsk = ({ screen }: Shell, input: { readonly isTTY?: boolean } = process.stdin): boolean =>
  input.isTTY === true && screen.interactive;

/**
 * Shows the plan, and asks for the confirmation when it wasn't given; when it was, the plan is shown in short.
 * @returns what was typed, or what was given
 */
export async function showAndConfirm(
  plan: RestorePlan,
  given: string,
  { json, quiet }: Pick<RestoreOptions, 'json' | 'quiet'>,
  { screen, signal }: Shell,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<string> {
  if (given !== '') {
    if (!json && !quiet) screen.say(`${shortPlanText(plan)}\n`);
    return given;
  }
  screen.say(planText(plan));
  screen.ask(`\nType ${plain(plan.target.confirmation)} to restore into it, anything else to stop: `);
  return await nextLine(input, signal);
}

/** The line as typed; '' when the input ends. The terminal keeps its own line editing, so Ctrl-C stays a signal. */
async function nextLine(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input, terminal: false });
  const stop = (): void => lines.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const line = await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
    signal.throwIfAborted();
    return line;
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
  }
}

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { CliError } from '../cli-error';
import { requireBundle } from '../serve/service-bundle';
import type { Outcome, Shell } from '../shell';

/** The last line that `stowbase admin` of the service's bundle prints (`accounts/admin/admin-main.ts` there). */
type Answer =
  | { readonly ok: true; readonly document: object; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly nextStep: string };

/**
 * The records belong to the service: its own program changes them.
 * @param words go into the process list: no secret among them
 * @throws CliError with the code and the words of the service
 */
export async function askService(
  words: readonly string[],
  { readsInput }: { readsInput: boolean },
  { signal, env }: Shell,
): Promise<Outcome> {
  const args = [requireBundle(), 'admin', ...words, ...(readsInput ? ['--password-stdin'] : [])];
  const child = spawn(process.execPath, args, {
    stdio: [readsInput ? 'inherit' : 'ignore', 'pipe', env.debug ? 'inherit' : 'ignore'],
    signal,
  });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const answer = read(await Promise.race([text(child.stdout), failed]));
  if (answer === null) throw new Error('the service gave no answer');
  if (answer.ok) return { status: 'done', document: answer.document, text: answer.text };
  throw new CliError('input', answer.code, answer.message, answer.nextStep);
}

function read(printed: string): Answer | null {
  const last = printed.trim().split('\n').at(-1) ?? '';
  // It ends without a line when it meets a defect of ours; its own words are then on standard error.
  return last.startsWith('{') ? (JSON.parse(last) as Answer) : null;
}

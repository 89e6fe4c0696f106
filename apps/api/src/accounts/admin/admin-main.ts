import { readConfig, removeForeignVariables } from '../../config/env';
import { StartError } from '../../errors/start-error';
import { AdminError } from './admin-error';
import { runAdmin } from './run-admin';

/** For the command line, which shows it its own way: one line of JSON on standard output. */
type Answer =
  | { readonly ok: true; readonly document: object; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly nextStep: string };

async function answer(): Promise<Answer> {
  try {
    const config = readConfig();
    removeForeignVariables();
    return { ok: true, ...(await runAdmin(process.argv.slice(3), config, process.stdin)) };
  } catch (error) {
    if (!(error instanceof AdminError) && !(error instanceof StartError)) throw error;
    const { code, message, nextStep } = error;
    const problems = error instanceof StartError ? error.problems : [];
    return { ok: false, code, message: [message, ...problems].join('\n'), nextStep };
  }
}

const result = await answer();
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(result.ok ? 0 : 1));

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CliError } from '../cli-error';
import { becomeNode } from '../memory';

/** The service is a program of its own: `dist/apps/api/main.js` beside `dist/apps/cli/main.js`. */
const bundle = join(import.meta.dirname, '../api/main.js');

/** Whether this command line starts the service. With more words it is asked for help, or wrong. */
export const startsService = (argv: readonly string[]): boolean =>
  argv[0] === 'serve' && argv.slice(1).every((word) => word === '--') && existsSync(bundle);

/**
 * Of V8. Its young generation would grow to 32 MB for little garbage, and the old one to four times of what is in use, which never comes
 * back; so it takes a tenth more CPU time for a list, none more for a backup (`npm run bench:service`).
 */
const nodeFlags = ['--max-semi-space-size=2', '--heap-growing-percent=50'];

/** Becomes the service: from here on its signals, output and exit codes count, and the command line takes no memory beside it. */
export async function startService(): Promise<void> {
  becomeNode([...nodeFlags, bundle]);
  await import(pathToFileURL(bundle).href);
}

/** @returns its path @throws CliError `SERVICE_NOT_BUILT` */
export function requireBundle(): string {
  if (existsSync(bundle)) return bundle;
  throw notBuilt();
}

export const notBuilt = (): CliError =>
  new CliError('input', 'SERVICE_NOT_BUILT', 'The service is not built.', 'Run "npm run build" in the checkout.');

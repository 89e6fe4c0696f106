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

/** Its garbage is young and little: with Node's own 16 MiB the young generation alone would take 32 MB. */
const nodeFlags = ['--max-semi-space-size=2'];

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

import { StartError } from '../errors/start-error';
import { hideSecrets } from '../logging/hide-secrets';

/** Plain lines for the one who starts the service. What isn't foreseen is a bug, and comes with its stack. */
export function startErrorText(error: unknown): string {
  if (!(error instanceof StartError)) {
    const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return hideSecrets(`Stowbase can't start: an unexpected error. Please report it.\n${story}\n`);
  }
  const problems = error.problems.map((problem) => `  ${problem}\n`).join('');
  return hideSecrets(`Stowbase can't start: ${error.message}\n${problems}${error.nextStep} [${error.code}]\n`);
}

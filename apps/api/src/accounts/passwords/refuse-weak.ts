import { fail } from '../accounts.errors';
import { passwordProblem } from './password-rules';

/**
 * @param about the user's e-mail address and name
 * @param field of the body
 * @throws ApiError `WEAK_PASSWORD`
 */
export function refuseWeak(password: string, about: readonly string[], field = 'password'): void {
  const problem = passwordProblem(password, about);
  if (problem === null) return;
  const nextStep = 'Take several words that do not belong together, or one from a password manager.';
  throw fail('WEAK_PASSWORD', `The password ${problem}.`, {
    field,
    nextStep,
    errors: [{ field, code: 'WEAK_PASSWORD', message: `The password ${problem}.` }],
  });
}

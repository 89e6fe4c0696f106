import type { Contents, ContentsLimit } from '@stowbase/archive';
import type { RestoreReport } from '@stowbase/restore';

const PASSWORDS = 'login_passwords';

/**
 * What no backup holds and this restore leaves to be set by hand. Passwords only of the roles it made: one that was there keeps its
 * own. Of a part of the archive nothing else is told.
 */
export function limitsAfter(
  { passwordsToSet, plan }: Pick<RestoreReport, 'passwordsToSet' | 'plan'>,
  { limits }: Pick<Contents, 'limits'>,
): ContentsLimit[] {
  const others = plan.only.length > 0 ? [] : limits.filter(({ id }) => id !== PASSWORDS);
  return passwordsToSet.length === 0 ? others : [{ id: PASSWORDS, objects: passwordsToSet }, ...others];
}

import { RestoreError } from '../../errors';
import type { TargetFacts } from '../target-facts';

/** What a person has to type before anything is changed: the project's ref, or the database's name where there is no ref. */
export const confirmationFor = (facts: Pick<TargetFacts, 'ref' | 'database'>): string => facts.ref ?? facts.database;

/** Exactly it, apart from spaces around it: no other case, no part. What was typed is not repeated, it might be a password. */
export function refuseConfirmation(facts: Pick<TargetFacts, 'ref' | 'database'>, typed: string): void {
  const wanted = confirmationFor(facts);
  if (typed.trim() === wanted.trim()) return;
  const what = facts.ref === null ? 'name of the target database' : "target's project ref";
  throw new RestoreError(
    'CONFIRMATION_WRONG',
    `What was typed is not the ${what}. Nothing was changed.`,
    `Look at the target once more; if it is the right one, type ${wanted}.`,
  );
}

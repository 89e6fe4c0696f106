import { translateError } from '@stowbase/postgres';
import { cancelledEarly } from './cancelled-early';
import { RestoreError } from './errors';
import type { RestorePlan } from './plan/restore-plan';
import type { RestoreRequest, SafetyBackup } from './request';

/** Said before anything is read: nothing is dropped without a backup of the target. */
export function refuseWithoutSafetyBackup({ mode, safetyBackup, resume }: RestoreRequest): void {
  if (mode !== 'replace' || resume === true || safetyBackup !== undefined) return;
  throw new RestoreError(
    'SAFETY_BACKUP_MISSING',
    'Nothing in the target is dropped without a backup of it, and there is no place for one.',
    'Name a folder for the safety backup.',
  );
}

/** @throws RestoreError `SAFETY_BACKUP_FAILED` with the reason and its next step; nothing was changed then. */
export async function takeSafetyBackup(request: RestoreRequest, plan: RestorePlan): Promise<SafetyBackup> {
  request.onProgress?.({ stage: 'safety', bytes: 0, totalBytes: 0 });
  try {
    return await (request.safetyBackup ?? missing)(plan);
  } catch (error) {
    if (error instanceof RestoreError) throw error;
    if (request.signal?.aborted === true) throw cancelledEarly(error);
    // The errors of a backup have a sentence and a next step of their own, whatever library they are of.
    const { message, nextStep, detail } = translateError(error, { during: 'backing up the target' });
    throw new RestoreError(
      'SAFETY_BACKUP_FAILED',
      `The safety backup of the target could not be made, so nothing was changed: ${message}`,
      nextStep,
      { cause: error, ...(detail === undefined ? {} : { detail }) },
    );
  }
}

const missing = (): Promise<never> => Promise.reject(new Error('there is no way to make a safety backup'));

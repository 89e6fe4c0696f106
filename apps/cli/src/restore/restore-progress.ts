import type { Progress } from '@stowbase/dump';
import type { RestoreProgress } from '@stowbase/restore';
import { jobStateOf as backupState } from '../backup/backup-progress';
import type { JobState } from '../progress/progress-line';

const LABELS: Readonly<Record<RestoreProgress['stage'], string>> = {
  check: 'Checking the archive',
  plan: 'Reading the target',
  safety: 'Backing up the target',
  prepare: 'Preparing',
  definitions: 'Restoring definitions',
  rows: 'Restoring rows',
  finish: 'Restoring indexes and rights',
  compare: 'Comparing',
};

/** The restore's progress in the words of the progress line; bytes are the archive's while it is checked, then SQL. */
export function jobStateOf({ stage, bytes, totalBytes, table }: RestoreProgress): JobState {
  const label = LABELS[stage];
  if (stage === 'plan' || stage === 'safety' || stage === 'compare') return { label, doneBytes: 0, totalBytes: null };
  return { label, doneBytes: bytes, totalBytes, ...(table === undefined ? {} : { detail: table }) };
}

/** The safety backup's own progress, said as what it is. */
export function safetyStateOf(now: Progress): JobState {
  const state = backupState(now);
  return { ...state, label: `${LABELS.safety}: ${state.label.toLowerCase()}` };
}

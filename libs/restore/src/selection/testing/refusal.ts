import { RestoreError } from '../../errors';
import type { SelectedTarget } from './selected-restore';

/** The error of a selection that must be refused. */
export async function refusal(of: SelectedTarget, ...only: readonly string[]): Promise<RestoreError> {
  const error: unknown = await of.script(only).then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof RestoreError) return error;
  throw error;
}

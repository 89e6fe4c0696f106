import { RestoreError } from './errors';

/** A cancel while nothing was changed yet. */
export const cancelledEarly = (cause: unknown): RestoreError =>
  new RestoreError(
    'CANCELLED',
    'The restore was cancelled before anything was changed.',
    'Start it again when you are ready.',
    { cause },
  );

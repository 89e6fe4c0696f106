import { HttpErrorResponse } from '@angular/common/http';

/** The id of the run that kept another from beginning. */
export function runningOne(error: unknown): string | null {
  if (!(error instanceof HttpErrorResponse) || error.status !== 409) return null;
  const body = error.error as { code?: unknown; backupId?: unknown } | null;
  return body?.code === 'RUN_ACTIVE' && typeof body.backupId === 'string' ? body.backupId : null;
}

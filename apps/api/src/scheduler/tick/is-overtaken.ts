import { isDuplicate } from '../../backups/transitions/find-live-run';
import { ApiError } from '../../errors/api-error';

const overtaken = new Set(['RUN_ACTIVE', 'PROJECT_NOT_FOUND', 'DESTINATION_CLOSING']);

/** Between the look and the row somebody else asked for a backup, or deleted what it needs. A second look sees that. */
export const isOvertaken = (error: unknown): boolean =>
  isDuplicate(error) || (error instanceof ApiError && overtaken.has(error.code));

import type { BackupType } from './request';
import type { Scope } from './scope/scope';

/** The rows' size on disk with TOAST, bytes: an order of magnitude for the SQL. null when there are none, or none are asked for. */
export function estimatedBytes(scope: Pick<Scope, 'data'>, type: BackupType): number | null {
  const size = scope.data.reduce((sum, table) => sum + table.size, 0);
  return type === 'schema' || size === 0 ? null : size;
}

/** What a destination may expect of the archive at most: rows are compressed, and what can't be is a little longer as text. Bytes. */
export const sizeHintOf = (estimatedRawBytes: number | null): number | null =>
  estimatedRawBytes === null ? null : Math.ceil(1.1 * estimatedRawBytes) + 4 * 1024 * 1024;

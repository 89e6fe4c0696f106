import type { BackupType } from './request';
import type { Scope } from './scope/scope';

/** The rows' size on disk with TOAST, bytes: an order of magnitude for the SQL. null when there are none, or none are asked for. */
export function estimatedBytes(scope: Pick<Scope, 'data'>, type: BackupType): number | null {
  const size = scope.data.reduce((sum, table) => sum + table.size, 0);
  return type === 'schema' || size === 0 ? null : size;
}

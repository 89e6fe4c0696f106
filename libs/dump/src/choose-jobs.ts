import { describeConnection, freeConnections, type Query } from '@stowbase/postgres';
import type { BackupRequest } from './request';
import type { Scope } from './scope/scope';
import { isWorthTwo } from './scope/split-tables';

/** Dumps that start at once beside that of the rows: platform, definitions, history (decision 0006). */
const otherDumps = 3;
/** What `auto` leaves to everybody else. */
const leftFree = 10;

/**
 * How many dumps read the rows. Left to us, two where there is enough to read for both and the server has connections to spare: one COPY
 * keeps no core busy (decision 0028). A pooler doesn't say how much room it has, and its few places belong to the application.
 */
export async function chooseJobs(
  request: Pick<BackupRequest, 'jobs' | 'source' | 'type'>,
  query: Query,
  scope: Pick<Scope, 'data'>,
): Promise<number> {
  if (request.jobs !== 'auto') return request.jobs;
  if (request.type === 'schema' || !isWorthTwo(scope.data)) return 1;
  if (describeConnection(request.source).kind === 'supabase-session-pooler') return 1;
  return (await freeConnections(query)) >= 2 + otherDumps + leftFree ? 2 : 1;
}

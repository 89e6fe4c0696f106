import { freeConnections } from '../free-connections';
import { quoteIdentifier, type Query } from '../query';
import type { ConnectionKind } from '../supabase-hosts';
import { fail, pass, warn, type DoctorCheck } from './report';

/** What holds connections at the same time: the snapshot and four pg_dump (decision 0006); a restore's sessions. */
const needs = { source: { what: 'a backup', needed: 5 }, target: { what: 'a restore', needed: 3 } } as const;

export async function checkConnections(
  query: Query,
  kind: ConnectionKind,
  role: string,
  type: keyof typeof needs,
): Promise<DoctorCheck> {
  const { what, needed } = needs[type];
  const [row] = await query(
    'SELECT rolconnlimit::pg_catalog.text AS role_limit FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER',
  );
  const limit = Number(row?.['role_limit'] ?? -1);
  if (limit >= 0 && limit < needed) {
    return fail('connections', `The role may hold only ${limit} connections; ${what} needs ${needed}.`, {
      text: 'Raise the limit of the role.',
      sql: `ALTER ROLE ${quoteIdentifier(role)} CONNECTION LIMIT ${needed + 2};`,
    });
  }
  const free = Math.max(0, await freeConnections(query));
  const pool =
    kind === 'supabase-session-pooler'
      ? ' The session pooler allows about 15 for each role and database: keep jobs low.'
      : '';
  const text = `Room for ${free} more connections; ${what} needs ${needed}, and one more for each further job.${pool}`;
  return free < needed
    ? warn('connections', text, { text: 'Close idle clients or raise max_connections.' })
    : pass('connections', text);
}

/** The snapshot and pg_dump hold one lock each on every table, index locks come on top. */
export async function checkLocks(query: Query): Promise<DoctorCheck> {
  const [row] = await query(
    `SELECT pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8
              * (pg_catalog.current_setting('max_connections')::pg_catalog.int8
                 + pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8) AS room,
            (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AS tables`,
  );
  const [room, tables] = [Number(row?.['room'] ?? 0), Number(row?.['tables'] ?? 0)];
  if (tables * 2 < room * 0.8) return pass('locks', `${tables} tables; the server has room for ${room} locks.`);
  return warn('locks', `${tables} tables need ${tables * 2} locks, and the server has room for about ${room}.`, {
    text: 'Raise max_locks_per_transaction (the server must be restarted).',
    sql: `ALTER SYSTEM SET max_locks_per_transaction = ${Math.max(1_024, 2 ** Math.ceil(Math.log2(tables / 20 + 1)))};`,
  });
}

/** Said once, so that nobody is surprised by it. */
export async function describeSnapshot(query: Query): Promise<DoctorCheck> {
  const [row] = await query(
    `SELECT pg_catalog.count(*)::pg_catalog.text AS waiting FROM pg_catalog.pg_locks WHERE NOT granted AND locktype = 'relation'`,
  );
  const text =
    'A backup holds a snapshot and a read lock on every table until its end: reading and writing go on, but vacuum cannot clean newer rows, and migrations (ALTER TABLE, TRUNCATE, DROP) wait for it, with all queries on that table behind them.';
  if (Number(row?.['waiting'] ?? 0) === 0) return pass('snapshot', text);
  return warn('snapshot', `${text} Right now ${row?.['waiting']} lock requests are waiting.`, {
    text: 'Start backups when no migration is running.',
  });
}

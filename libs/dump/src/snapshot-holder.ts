import type { Client } from 'pg';
import { connect, translateError, type Connect, type ConnectionSettings } from '@stowbase/postgres';
import { excludedFromData, matchesSchemaPattern } from '@stowbase/sql-stream';
import type { Query } from './catalogue/types';
import { connectOptions } from './connect-options';
import { cancelled, codeOf, DumpError } from './errors';
import { lockTables, type LockTarget } from './lock-tables';
import { listRelations } from './scope/relations';
import { historySchema } from './scope/scope';

/** The moment a backup shows: one exported snapshot, held open with a lock on every table it will read. */
export interface SnapshotHolder {
  /** For `pg_dump --snapshot`. */
  readonly id: string;
  /** The server's clock when the snapshot was taken. */
  readonly takenAt: Date;
  readonly tables: readonly LockTarget[];
  /** Runs a catalogue query inside the snapshot. */
  readonly query: Query;
  /** Fires when the connection is lost: every dump under the snapshot is then worthless. */
  readonly lost: AbortSignal;
  /** Names of tables that were rewritten (TRUNCATE, ALTER TYPE …) since the snapshot: their rows would be missing. */
  rewrittenTables(): Promise<string[]>;
  close(): Promise<void>;
}

export interface HolderOptions {
  lockWaitSeconds: number;
  /** Schemas left out of the backup. */
  skipSchema(name: string): boolean;
  signal?: AbortSignal;
  /** How to open the TCP socket; default: directly. */
  connect?: Connect;
}

const heartbeatMs = 30_000;
const lockRounds = 5;

/**
 * Locks every table to be dumped in ACCESS SHARE and only then takes the snapshot, so that no TRUNCATE and no rewriting ALTER
 * can come between the snapshot and pg_dump's own locks (it would leave empty tables and exit code 0).
 */
export async function openSnapshot(settings: ConnectionSettings, options: HolderOptions): Promise<SnapshotHolder> {
  const how = connectOptions(options);
  const holder = await connect({ ...settings, applicationName: 'stowbase snapshot' }, how);
  const lister = await connect({ ...settings, applicationName: 'stowbase' }, how).catch(async (error: unknown) => {
    await holder.end().catch(ignoreClosed);
    throw error;
  });
  const lost = new AbortController();
  holder.on('error', (error) => lost.abort(translateError(error, { during: 'holding the snapshot' })));
  const giveUp = (): void => void cancelQuery(lister, holder).catch(ignoreClosed);
  options.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    return await takeSnapshot(holder, lister, options, lost);
  } catch (error) {
    await holder.end().catch(ignoreClosed);
    if (options.signal?.aborted === true) throw cancelled(error);
    throw translateError(error, { during: 'taking the snapshot' });
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
    await lister.end().catch(ignoreClosed);
  }
}

/** A holder that waits for a lock hears of a cancellation only from the server. */
async function cancelQuery(lister: Client, holder: Client): Promise<void> {
  await lister.query('SELECT pg_catalog.pg_cancel_backend($1::pg_catalog.int4)', [String(processIdOf(holder))]);
}

/** pg gives the server process's number (of BackendKeyData) without a type. */
const processIdOf = (client: Client): number =>
  'processID' in client && typeof client.processID === 'number' ? client.processID : 0;

async function takeSnapshot(
  holder: Client,
  lister: Client,
  options: HolderOptions,
  lost: AbortController,
): Promise<SnapshotHolder> {
  const query = asQuery(holder);
  await prepareSession(query, options.lockWaitSeconds);
  for (let round = 1; round <= lockRounds; round += 1) {
    const wanted = await lockable(asQuery(lister), options);
    await query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (!(await lockTables(query, wanted))) {
      await query('ROLLBACK');
      continue;
    }
    const [row] = await query(
      'SELECT pg_catalog.pg_export_snapshot() AS id, pg_catalog.clock_timestamp()::text AS taken',
    );
    await query("SELECT pg_catalog.set_config('search_path', '', true)");
    const tables = await lockable(query, options);
    const locked = new Set(wanted.map((table) => table.oid));
    if (row?.id && row.taken && tables.every((table) => locked.has(table.oid))) {
      return hold(holder, query, { id: row.id, takenAt: new Date(row.taken), tables }, lost);
    }
    await query('ROLLBACK');
  }
  throw new DumpError(
    'snapshot-unstable',
    'SNAPSHOT_UNSTABLE',
    `New tables kept appearing while the snapshot was taken (${lockRounds} tries).`,
    'Run the backup when no migration is running.',
  );
}

const lockable = async (query: Query, options: HolderOptions): Promise<LockTarget[]> =>
  (await listRelations(query)).filter(
    (r) => r.kind !== 'sequence' && !options.skipSchema(r.schema) && !isPlatformsAlone(r.schema),
  );

/**
 * Rows in it are never read. The platform drops partitions of realtime each day: a lock of hours would make it wait, and all that want to
 * read the parent wait behind it. What of them is defined in a backup is locked by pg_dump itself, for as long as that takes.
 */
const isPlatformsAlone = (schema: string): boolean =>
  schema !== historySchema && matchesSchemaPattern(schema, excludedFromData);

function hold(
  client: Client,
  query: Query,
  facts: { id: string; takenAt: Date; tables: LockTarget[] },
  lost: AbortController,
): SnapshotHolder {
  const heartbeat = setInterval(() => {
    query('SELECT 1').catch((error: unknown) => lost.abort(translateError(error, { during: 'holding the snapshot' })));
  }, heartbeatMs);
  heartbeat.unref();
  return {
    ...facts,
    query,
    lost: lost.signal,
    rewrittenTables: () =>
      findRewritten(
        query,
        // Only they are locked and dumped: what happens to others is none of this backup's business.
        facts.tables.filter(({ readable }) => readable),
      ),
    async close() {
      clearInterval(heartbeat);
      await client.end().catch(ignoreClosed);
    },
  };
}

/** Time limits of the server would end a long snapshot; they are lifted before BEGIN because a running transaction keeps its own. */
async function prepareSession(query: Query, lockWaitSeconds: number): Promise<void> {
  await query('SET statement_timeout = 0');
  await query('SET idle_in_transaction_session_timeout = 0');
  await query(
    `SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'transaction_timeout'`,
  );
  await endWithClient(query);
  await query(`SET lock_timeout = '${Math.max(1, Math.round(lockWaitSeconds))}s'`);
  await query("SET DateStyle = 'ISO'");
}

/**
 * A session that waits for a lock doesn't see that its client is gone: when this process is killed, it would wait on. From PostgreSQL
 * 14 on the server can look; where its system can't, it refuses the setting.
 */
async function endWithClient(query: Query): Promise<void> {
  await query(
    `SELECT pg_catalog.set_config(name, '1s', false) FROM pg_catalog.pg_settings WHERE name = 'client_connection_check_interval'`,
  ).catch((error: unknown) => {
    if (codeOf(error) !== invalidParameterValue) throw error;
  });
}

const invalidParameterValue = '22023';

/**
 * `pg_class` and `pg_namespace` answer from the snapshot, `pg_relation_filenode()` and `regclass` from the present: a difference is a rewrite
 * since then, or another name. A schema is renamed past all table locks, and pg_dump would read the table that has the name now.
 */
async function findRewritten(query: Query, tables: readonly LockTarget[]): Promise<string[]> {
  const rows = await query(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ANY ($1::pg_catalog.oid[])
        AND (c.relfilenode <> 0 AND pg_catalog.pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode
             OR c.oid::pg_catalog.regclass::pg_catalog.text <> pg_catalog.format('%I.%I', n.nspname, c.relname))
      ORDER BY 1`,
    [`{${tables.map((table) => table.oid).join(',')}}`],
  );
  return rows.map((row) => row.name ?? '?');
}

/** One connection as a plain query function: text in, every value out as text or null. */
export function asQuery(client: Client): Query {
  return async (text, values) => {
    const result = values === undefined ? await client.query(text) : await client.query(text, values);
    return result.rows as Record<string, string | null>[];
  };
}

/** `end()` on a connection the server has closed already: there is nothing left to close. */
const ignoreClosed = (): void => undefined;

import { connect, tlsChecks, type ConnectionSettings } from '@stowbase/postgres';
import type { DataSourceOptions } from 'typeorm';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;
type Ssl = Exclude<PostgresOptions['ssl'], undefined>;
type OurOptions = Pick<
  PostgresOptions,
  'host' | 'port' | 'username' | 'password' | 'database' | 'applicationName' | 'extra'
> & { ssl: Ssl };

/** `long`: for migrations. */
export type Patience = 'short' | 'long';

/**
 * Our transactions are short and wait for nothing outside: what takes longer hangs, and would keep locks. `answer`: a statement that its server
 * has ended by then, or nobody will. Milliseconds.
 */
export const longest = {
  statement: 30_000,
  lock: 10_000,
  idleInTransaction: 60_000,
  connecting: 20_000,
  answer: 45_000,
};

/**
 * Single fields, never the URL: node-postgres's parser of URLs reads files that they name.
 * @param connection `tls.mode` settled (`settleTls`)
 */
export function postgresOptions(connection: ConnectionSettings, patience: Patience): OurOptions {
  return {
    host: connection.host,
    port: connection.port,
    username: connection.user,
    // A function, so that neither PGPASSWORD nor ~/.pgpass is looked at.
    password: () => connection.password ?? '',
    database: connection.database,
    ssl: sslOf(connection),
    applicationName: connection.applicationName ?? 'stowbase',
    extra: {
      connectionTimeoutMillis: longest.connecting,
      statement_timeout: patience === 'short' ? longest.statement : 0,
      lock_timeout: longest.lock,
      idle_in_transaction_session_timeout: longest.idleInTransaction,
      keepAlive: true,
    },
  };
}

/**
 * Connects once. `prefer` and `allow` become what the server offers now: node-postgres knows only yes and no.
 * @throws PostgresError when it can't be reached, or refuses us
 */
export async function settleTls(connection: ConnectionSettings): Promise<ConnectionSettings> {
  const client = await connect(connection);
  try {
    const { mode } = connection.tls;
    if (mode !== 'prefer' && mode !== 'allow') return connection;
    const { rows } = await client.query<{ ssl: string }>(
      'SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()',
    );
    const encrypted = rows[0]?.ssl === 't';
    return { ...connection, tls: { ...connection.tls, mode: encrypted ? 'require' : 'disable' } };
  } finally {
    await client.end();
  }
}

function sslOf({ host, tls }: ConnectionSettings): Ssl {
  switch (tls.mode) {
    case 'disable':
      return false;
    case 'allow':
    case 'prefer':
      throw new Error('TLS must be settled before the pool is made.');
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      // With the host also when that is an address: node-postgres would check the certificate for "localhost".
      // TypeORM types it as what a server takes.
      return { ...tlsChecks(tls), host } as Ssl;
    default:
      throw new Error(`unknown TLS mode ${String(tls.mode satisfies never)}`);
  }
}

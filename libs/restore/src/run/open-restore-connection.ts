import { connect, translateError, type Connect, type ConnectionSettings } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { RestoreWarning } from '../request';
import { hearWarnings } from './server-warnings';
import { restoreSettings } from './session-settings';

export interface RestoreConnectionOptions {
  /** How long a statement waits for a lock; default 60. */
  readonly lockWaitSeconds?: number;
  /** Ends the attempt to connect. One that has fired before is no obstacle: it takes a connection to cancel what the server runs. */
  readonly signal?: AbortSignal;
  /** How to open the TCP socket; default: directly. */
  readonly connect?: Connect;
  /** The server's own WARNINGs, each text once; `object` is the member that was sent. */
  warn?(warning: RestoreWarning): void;
}

/** A connection with the settings that a restore needs; the caller ends it. @throws PostgresError */
export async function openRestoreConnection(
  settings: ConnectionSettings,
  options: RestoreConnectionOptions = {},
): Promise<Client> {
  const client = await connect(settings, {
    ...(options.signal === undefined || options.signal.aborted ? {} : { signal: options.signal }),
    ...(options.connect === undefined ? {} : { connect: options.connect }),
  });
  try {
    const { rows } = await client.query<{ version: string }>(
      "SELECT pg_catalog.current_setting('server_version_num') AS version",
    );
    await client.query(restoreSettings(options.lockWaitSeconds ?? 60, Number(rows[0]?.version)));
  } catch (error) {
    await client.end();
    throw translateError(error, { during: 'preparing the connection', settings });
  }
  if (options.warn !== undefined) hearWarnings(client, options.warn.bind(options));
  return client;
}

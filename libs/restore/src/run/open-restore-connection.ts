import type { Connect, ConnectionSettings } from '@stowbase/postgres';
import { connect } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { RestoreWarning } from '../request';

export interface RestoreConnectionOptions {
  /** How long a statement waits for a lock; default 60. */
  readonly lockWaitSeconds?: number;
  /** Ends the attempt to connect. */
  readonly signal?: AbortSignal;
  /** How to open the TCP socket; default: directly. */
  readonly connect?: Connect;
  /** The server's own WARNINGs, each text once. */
  warn?(warning: RestoreWarning): void;
}

/** A connection with the settings that a restore needs; the caller ends it. @throws PostgresError */
export function openRestoreConnection(
  settings: ConnectionSettings,
  options: RestoreConnectionOptions = {},
): Promise<Client> {
  return connect(settings, {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.connect === undefined ? {} : { connect: options.connect }),
  });
}

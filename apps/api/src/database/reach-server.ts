import { setTimeout } from 'node:timers/promises';
import { isRetriable, PostgresError, type ConnectionSettings } from '@stowbase/postgres';
import { StartError } from '../errors/start-error';
import { settleTls } from './postgres-options';

/** How often a server is asked that is still starting, as it does beside us in a composition of containers. */
const tries = 30;
const betweenMs = 1_000;

/**
 * Waits until the server takes connections. @returns the connection with its TLS mode settled
 * @throws StartError `DATABASE_UNREACHABLE`
 */
export async function reachServer(connection: ConnectionSettings): Promise<ConnectionSettings> {
  for (let left = tries; ; left--) {
    try {
      return await settleTls(connection);
    } catch (error) {
      if (!(error instanceof PostgresError)) throw error;
      if (!isRetriable(error) || left === 1) throw unreachable(error);
      await setTimeout(betweenMs);
    }
  }
}

const unreachable = (error: PostgresError): StartError =>
  new StartError(
    'DATABASE_UNREACHABLE',
    `The database of DATABASE_URL can't be used: ${error.message}`,
    error.nextStep,
    error,
  );

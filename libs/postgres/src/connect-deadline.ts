import { PostgresError } from './postgres-error';
import { defaultConnectTimeoutSeconds, type ConnectionSettings } from './settings';
import { isDirectHost } from './supabase-hosts';

/** Runs under the connection timeout and the caller's signal, and says which of the two ended it. */
export async function withinDeadline<T>(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const seconds = settings.connectTimeoutSeconds ?? defaultConnectTimeoutSeconds;
  const deadline = AbortSignal.timeout(seconds * 1_000);
  try {
    signal?.throwIfAborted();
    return await work(signal === undefined ? deadline : AbortSignal.any([deadline, signal]));
  } catch (error) {
    if (signal?.aborted === true)
      throw new PostgresError(
        'CANCELLED',
        'The connection attempt was cancelled.',
        'Start it again when you are ready.',
      );
    if (deadline.aborted) throw timedOut(settings, seconds);
    throw error;
  }
}

const timedOut = (settings: ConnectionSettings, seconds: number): PostgresError =>
  new PostgresError(
    'UNREACHABLE',
    `The server did not answer within ${seconds} seconds.`,
    isDirectHost(settings.host)
      ? 'Check the state of the project; on a network without IPv6 copy the Session pooler string from the Connect dialog.'
      : `Check host and port (${settings.port}), firewalls and network restrictions between here and there.`,
  );

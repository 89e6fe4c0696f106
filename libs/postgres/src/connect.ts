import { Client, type CustomTypesConfig } from 'pg';
import { checkSettings } from './check-settings';
import { withinDeadline } from './connect-deadline';
import { guardReading } from './guard-reading';
import { openStream, plainConnect, type Connect, type OpenStream } from './open-stream';
import { defaultApplicationName, type ConnectionSettings } from './settings';
import { translateError } from './translate-error';

export interface ConnectOptions {
  /** How to open the TCP socket; default: directly. */
  connect?: Connect;
  /** Server-side limit for each statement, ms; default: the server's own. */
  statementTimeoutMs?: number;
  /** Ends the attempt; a connected client isn't touched any more. */
  signal?: AbortSignal;
}

/**
 * A connected client, values as text. The caller ends it. Its 'error' event needs no listener: a lost connection shows as a
 * rejected query. Throws `PostgresError`.
 */
export async function connect(settings: ConnectionSettings, options: ConnectOptions = {}): Promise<Client> {
  checkSettings(settings, { allowInsecure: true });
  const during = 'connecting';
  try {
    return await withinDeadline(settings, options.signal, async (signal) => {
      const client = await login(settings, await openStream(settings, options.connect ?? plainConnect, signal), signal);
      if (options.statementTimeoutMs !== undefined)
        await setStatementTimeout(client, options.statementTimeoutMs, signal);
      return client;
    });
  } catch (error) {
    throw translateError(error, { during, settings });
  }
}

/** What can't be set ends the connection: nobody has got it yet. */
async function setStatementTimeout(client: Client, ms: number, signal: AbortSignal): Promise<void> {
  const end = (): void => void client.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.query("SELECT pg_catalog.set_config('statement_timeout', $1, false)", [String(ms)]);
  } catch (error) {
    end();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** How long a server may take to close its side of a connection that we have ended, ms. */
const longestGoodbye = 5_000;

const asText: CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };

async function login(settings: ConnectionSettings, stream: OpenStream, signal: AbortSignal): Promise<Client> {
  const socket = stream.socket;
  guardReading(socket);
  socket.once('finish', () => setTimeout(() => socket.destroy(), longestGoodbye).unref());
  // The socket is connected already: what `pg` waits for has happened.
  socket.connect = () => {
    process.nextTick(() => socket.resume().emit('connect'));
    return socket;
  };
  const client = new Client({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    // A function, so that neither PGPASSWORD nor ~/.pgpass of this process is looked at.
    password: () => settings.password ?? '',
    database: settings.database,
    application_name: settings.applicationName ?? defaultApplicationName,
    ssl: false,
    sslnegotiation: 'postgres',
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    stream: () => socket,
    types: asText,
  });
  forgetEnvironment(client);
  client.on('error', () => undefined);
  const giveUp = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** `pg` fills start-up parameters from PGOPTIONS and PGREPLICATION of this process; the tools we start never see them either. */
function forgetEnvironment(client: Client): void {
  const parameters: unknown = Reflect.get(client, 'connectionParameters');
  if (typeof parameters !== 'object' || parameters === null) return;
  for (const name of ['options', 'replication']) Reflect.set(parameters, name, undefined);
  Reflect.set(client, 'replication', undefined);
}

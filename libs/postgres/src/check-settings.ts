import { isIP } from 'node:net';
import { isPrivateHost, isValidHost } from './host-names';
import { PostgresError } from './postgres-error';
import type { ConnectionSettings } from './settings';
import { formatConnectionUrl } from './format-url';
import { isDirectHost, isPoolerHost, isSupabaseHost, splitPoolerUser, transactionPoolerPort } from './supabase-hosts';

export interface ConnectionWarning {
  code: 'TLS_WEAK' | 'IPV6_ONLY' | 'PARAMETER_IGNORED' | 'WHITESPACE_TRIMMED';
  text: string;
}

export interface CheckOptions {
  /** The person has said that the connection may be readable on the way. */
  allowInsecure?: boolean;
}

/**
 * The rules every connection must follow, whether it came as a URL or as single fields. Throws the first violation
 * (`PostgresError` of kind `input`), returns what is allowed but worth saying.
 */
export function checkSettings(settings: ConnectionSettings, options: CheckOptions = {}): ConnectionWarning[] {
  if (!isValidHost(settings.host)) throw hostInvalid();
  const { hostAddress } = settings;
  if (hostAddress !== undefined && (isIP(hostAddress) === 0 || hostAddress.includes('%'))) throw hostInvalid();
  checkPort(settings.port);
  checkText('user', settings.user);
  checkText('database', settings.database);
  if (settings.password !== undefined) checkPassword(settings.password);
  checkPooler(settings);
  return [...checkTls(settings, options), ...hints(settings)];
}

const hostInvalid = (): PostgresError =>
  new PostgresError(
    'HOST_INVALID',
    'The host is not a plain host name or IP address.',
    'Enter one host name such as db.example.com, an IPv4 address, or an IPv6 address in [brackets]; no socket path, no list of hosts.',
  );

export function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return;
  throw new PostgresError(
    'PORT_INVALID',
    'The port is not a whole number from 1 to 65535.',
    'PostgreSQL usually listens on 5432.',
  );
}

/** Bytes that no environment variable, start-up packet or pass file can carry. */
const uncarriable = /[\0\r\n]/;

function checkText(field: 'user' | 'database', value: string): void {
  const code = field === 'user' ? 'USER_INVALID' : 'DATABASE_INVALID';
  const name = field === 'user' ? 'user name' : 'database name';
  if (value === '')
    throw new PostgresError(
      code,
      `The ${name} is missing.`,
      `Enter the ${name}; on Supabase both are usually "postgres".`,
    );
  if (value.length > 1_000 || uncarriable.test(value) || !value.isWellFormed()) {
    throw new PostgresError(
      code,
      `The ${name} has characters or a length no connection can carry.`,
      `Check the ${name} for line breaks.`,
    );
  }
}

function checkPassword(password: string): void {
  if (/^\[?(?:your|db|database)[-_ ]?password\]?$/i.test(password)) {
    throw new PostgresError(
      'PASSWORD_PLACEHOLDER',
      'The URL still has the placeholder where the password belongs.',
      'Replace it with the database password (Supabase: Database Settings, "Reset database password" if it is lost).',
    );
  }
  if (password.length <= 1_000 && !uncarriable.test(password) && password.isWellFormed()) return;
  throw new PostgresError(
    'PASSWORD_INVALID',
    'The password holds a line break or another character that no connection can carry.',
    'Check whether a line break was pasted along; otherwise set a password without it.',
  );
}

function checkPooler(settings: ConnectionSettings): void {
  const { host, port, user } = settings;
  if (port === transactionPoolerPort && isPoolerHost(host)) {
    const suggestion = formatConnectionUrl({ ...settings, port: 5432 });
    throw transactionMode(`Use the same URL with port 5432: ${suggestion}`, suggestion);
  }
  if (port === transactionPoolerPort && isSupabaseHost(host)) {
    throw transactionMode('Copy the "Session pooler" string from the Connect dialog of your project.');
  }
  if (isPoolerHost(host) && splitPoolerUser(host, user).ref === null) {
    throw new PostgresError(
      'POOLER_USER',
      'On the Supabase pooler the user name must end with the project reference.',
      `Write the user as ${user}.<project-ref>, for example postgres.abcdefghijklmnopqrst; the Connect dialog shows the whole string.`,
    );
  }
}

const transactionMode = (nextStep: string, suggestion?: string): PostgresError =>
  new PostgresError(
    'POOLER_TRANSACTION_MODE',
    'Port 6543 is the transaction pooler: a dump needs one session with one snapshot, and would leave its settings to other clients there.',
    nextStep,
    suggestion === undefined ? {} : { suggestion },
  );

function checkTls({ host, tls }: ConnectionSettings, options: CheckOptions): ConnectionWarning[] {
  const weak = tls.mode === 'disable' || tls.mode === 'allow' || tls.mode === 'prefer';
  if (!weak || isPrivateHost(host)) return [];
  if (options.allowInsecure !== true) {
    throw new PostgresError(
      'TLS_WEAK',
      `With sslmode=${tls.mode} the password and all data may cross the internet unencrypted.`,
      'Use sslmode=require (or verify-full with a CA file), or allow the insecure connection explicitly.',
    );
  }
  return [
    { code: 'TLS_WEAK', text: `sslmode=${tls.mode}: the connection may be readable on its way, as you allowed.` },
  ];
}

function hints({ host }: ConnectionSettings): ConnectionWarning[] {
  if (!isDirectHost(host)) return [];
  return [
    {
      code: 'IPV6_ONLY',
      text: 'The direct host is reachable over IPv6 only, unless the project has the IPv4 add-on; without IPv6 use the Session pooler string.',
    },
  ];
}

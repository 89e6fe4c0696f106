import { checkPort, checkSettings, type CheckOptions, type ConnectionWarning } from './check-settings';
import { formatConnectionUrl } from './format-url';
import { isPrivateHost } from './host-names';
import { PostgresError } from './postgres-error';
import type { ConnectionSettings, TlsMode } from './settings';
import { isSupabaseHost } from './supabase-hosts';
import { readUrlParameters } from './url-parameters';
import { splitConnectionUrl, type UrlPieces } from './url-split';

export interface ParseOptions extends CheckOptions {
  /** Trusted roots, PEM (`readCaFile`); with it the default for a remote host is `verify-full`. */
  ca?: string;
  /** The same, used for Supabase's hosts only (the content of `SUPABASE_CA_FILE`). */
  supabaseCa?: string;
}

export interface ParsedConnection {
  settings: ConnectionSettings;
  warnings: ConnectionWarning[];
}

/**
 * `postgresql://user:password@host:5432/database?sslmode=…` → settings, by our own strict rules (libpq's and node-postgres's
 * parsers read local files, take several hosts, or guess). Throws only `PostgresError`, whose texts never hold the password.
 *
 * Without `sslmode`: `verify-full` when a CA is given and the host isn't private, `require` for other remote hosts, `prefer`
 * for loopback and private ones.
 */
export function parseConnectionUrl(text: string, options: ParseOptions = {}): ParsedConnection {
  const warnings: ConnectionWarning[] = [];
  const trimmed = text.trim();
  const pieces = splitConnectionUrl(trimmed);
  if (trimmed.length !== text.length) {
    warnings.push({ code: 'WHITESPACE_TRIMMED', text: 'White space around the URL was removed.' });
  }
  const parameters = readUrlParameters(pieces.query, (warning) => warnings.push(warning));
  const ca = options.ca ?? (isSupabaseHost(pieces.host) ? options.supabaseCa : undefined);
  const settings: ConnectionSettings = {
    host: pieces.host,
    port: readPort(pieces.port),
    user: decode(pieces.user, 'user'),
    ...(pieces.password === undefined ? {} : { password: decode(pieces.password, 'password') }),
    database: pieces.database === undefined ? '' : decode(pieces.database, 'database'),
    tls: {
      mode: parameters.sslmode ?? defaultTlsMode(pieces.host, ca),
      ...(ca === undefined ? {} : { ca }),
    },
    ...(parameters.connectTimeoutSeconds === undefined
      ? {}
      : { connectTimeoutSeconds: parameters.connectTimeoutSeconds }),
    ...(parameters.applicationName === undefined ? {} : { applicationName: parameters.applicationName }),
  };
  if (settings.database === '') throw databaseMissing(settings, options);
  warnings.push(...checkSettings(settings, options));
  return { settings, warnings };
}

export function defaultTlsMode(host: string, ca?: string): TlsMode {
  if (isPrivateHost(host)) return 'prefer';
  return ca === undefined ? 'require' : 'verify-full';
}

function readPort(port: UrlPieces['port']): number {
  if (port === undefined) return 5432;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  checkPort(number);
  return number;
}

function decode(text: string, what: 'user' | 'password' | 'database'): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new PostgresError(
      'URL_INVALID',
      `The percent-encoding of the ${what} is broken.`,
      `Write a "%" in the ${what} as %25 and other characters as UTF-8, or use the single fields.`,
    );
  }
}

/** Connecting to a database nobody named could back up the wrong one. */
function databaseMissing(settings: ConnectionSettings, options: CheckOptions): PostgresError {
  const named = { ...settings, database: 'postgres' };
  checkSettings(named, options);
  return new PostgresError(
    'URL_INCOMPLETE',
    'The URL names no database.',
    'Add it behind the port; on Supabase it is /postgres.',
    {
      suggestion: formatConnectionUrl(named),
    },
  );
}

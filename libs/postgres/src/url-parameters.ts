import type { ConnectionWarning } from './check-settings';
import { PostgresError } from './postgres-error';
import { tlsModes, type TlsMode } from './settings';

export interface UrlParameters {
  sslmode?: TlsMode;
  connectTimeoutSeconds?: number;
  applicationName?: string;
}

/** Meant for other programs (Prisma, Vercel, node-postgres): harmless to a backup, so ignored and said. */
const ignored = new Set([
  'pgbouncer',
  'connection_limit',
  'pool_timeout',
  'schema',
  'supa',
  'uselibpqcompat',
  'gssencmode',
]);

/**
 * The allow-list: `sslmode`, `connect_timeout`, `application_name`. Everything else is refused by name, above all what
 * names a local file (`sslrootcert`, `sslkey`, `passfile`, `service`) or changes the session (`options`).
 */
export function readUrlParameters(
  query: string | undefined,
  warn: (warning: ConnectionWarning) => void,
): UrlParameters {
  const found = new Map<string, string>();
  for (const part of (query ?? '').split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (ignored.has(name)) {
      warn({ code: 'PARAMETER_IGNORED', text: `The parameter ${name} has no meaning for a backup and was ignored.` });
      continue;
    }
    if (name !== 'sslmode' && name !== 'connect_timeout' && name !== 'application_name') throw notAllowed(name);
    if (found.has(name)) throw wrong(name, 'it is given twice');
    found.set(name, decode(name, equals < 0 ? '' : part.slice(equals + 1)));
  }
  return {
    ...ifGiven(found.get('sslmode'), (value) => ({ sslmode: tlsMode(value) })),
    ...ifGiven(found.get('connect_timeout'), (value) => ({ connectTimeoutSeconds: seconds(value) })),
    ...ifGiven(found.get('application_name'), (value) => ({ applicationName: applicationName(value) })),
  };
}

function tlsMode(value: string): TlsMode {
  const mode = tlsModes.find((candidate) => candidate === value);
  if (mode === undefined) throw wrong('sslmode', `it must be one of ${tlsModes.join(', ')}`);
  return mode;
}

function seconds(value: string): number {
  const number = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > 300) throw wrong('connect_timeout', 'it must be 1 to 300 seconds');
  return number;
}

function applicationName(value: string): string {
  if (!/^[\x20-\x7e]{1,63}$/.test(value)) throw wrong('application_name', 'it must be 1 to 63 plain characters');
  return value;
}

function decode(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) throw wrong(name, 'its percent-encoding is broken');
    throw error;
  }
}

function notAllowed(name: string): PostgresError {
  const shown = /^[a-z_]{1,40}$/i.test(name) ? `The parameter ${name}` : 'A parameter of the URL';
  const files =
    /^(?:sslrootcert|sslcert|sslkey|sslcrl|sslcrldir|passfile|service|servicefile|options|host|hostaddr)$/.test(name);
  return new PostgresError(
    'PARAMETER_NOT_ALLOWED',
    `${shown} is not allowed in a connection URL.`,
    name === 'sslrootcert'
      ? 'Remove it; give the CA certificate in the settings or by SUPABASE_CA_FILE.'
      : `Remove it${files ? ' (it reaches files or settings outside the URL)' : ''}; allowed are sslmode, connect_timeout and application_name.`,
  );
}

const wrong = (name: string, why: string): PostgresError =>
  new PostgresError('PARAMETER_INVALID', `The parameter ${name} cannot be used: ${why}.`, `Correct or remove ${name}.`);

const ifGiven = <T extends object>(value: string | undefined, read: (value: string) => T): T | Record<string, never> =>
  value === undefined ? {} : read(value);

import type { ErrorFacts } from './error-facts';
import { quoteIdentifier } from './query';
import { roleOf } from './query-rules';
import type { ErrorPlace, ErrorRule } from './translation';
import { isDirectHost, isPoolerHost, isSupabaseHost } from './supabase-hosts';

const untrustedCodes = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * From name resolution to the first query. Texts of PostgreSQL, libpq, Supavisor and PgBouncer; the order matters: the more
 * particular stands first.
 */
export const loginRules: readonly ErrorRule[] = [
  {
    code: 'TENANT_NOT_FOUND',
    text: /tenant or user not found|tenant\/user|tenant identifier/i,
    message: () => 'The Supabase pooler knows no such project and user.',
    nextStep: () =>
      'Copy the Session pooler string again from the Connect dialog: its host (aws-0, aws-1 …) and region cannot be guessed, and the user ends with .<project-ref>. If they are right, see in the dashboard whether the project is paused.',
  },
  {
    code: 'PROJECT_PAUSED',
    text: /(?:project|tenant|database)[^\n]{0,60}\bpaused\b|\bpaused\b[^\n]{0,60}project/i,
    message: () => 'The Supabase project is paused.',
    nextStep: () => 'Restore it in the Supabase dashboard, wait until it is healthy, then try again.',
  },
  {
    code: 'NETWORK_RESTRICTED',
    text: /allow_list|EADDRNOTALLOWED/i,
    message: () => "The project's network restrictions do not let this address in.",
    nextStep: () => "Add this machine's public address in Supabase: Database Settings, Network Restrictions.",
  },
  {
    code: 'AUTH_BLOCKED',
    text: /circuit ?breaker|too many authentication (?:failures|errors|attempts)|network ban/i,
    message: () => 'Logins from here are blocked for a while after too many wrong passwords.',
    nextStep: () =>
      'Correct the password first; then wait, or lift the ban in Supabase: Database Settings, Network Bans.',
  },
  {
    code: 'AUTH_FAILED',
    sqlStates: new Set(['28P01', '28000']),
    text: /password authentication failed|no password supplied|client password must be|SASL authentication failed|SCRAM[^\n]*(?:fail|invalid|signature)|wrong password|authentication failed for user|FATAL:[^\n]*role "[^"\n]*" does not exist|not permitted to log in|EAUTH/i,
    when: (_, { words }) => !words.includes('pg_hba.conf') || /password authentication failed/i.test(words),
    message: () => 'The server refused this user and password.',
    nextStep: ({ settings }) =>
      settings !== undefined && isSupabaseHost(settings.host)
        ? 'Check the database password (not the account password); it can be reset in Supabase: Database Settings. It is not tried again, so that this address is not banned.'
        : 'Check user and password. It is not tried again.',
  },
  {
    code: 'TLS_REQUIRED',
    text: /ssl connection is required|no pg_hba\.conf entry[^\n]*(?:no encryption|SSL off)|connection requires (?:ssl|tls)|SSL required/i,
    message: () => 'The server accepts encrypted connections only.',
    nextStep: () => 'Use sslmode=require or verify-full.',
  },
  {
    code: 'TLS_NOT_OFFERED',
    text: /server does not support SSL/i,
    message: () => 'The server does not offer an encrypted connection.',
    nextStep: () => 'Switch SSL on at the server, or allow the insecure connection explicitly with sslmode=disable.',
  },
  {
    code: 'NETWORK_RESTRICTED',
    text: /no pg_hba\.conf entry|pg_hba\.conf rejects/i,
    message: () => "The server's access rules (pg_hba.conf) do not let this address, user and database in.",
    nextStep: () => 'Add a line for them in pg_hba.conf, or connect from an allowed address.',
  },
  {
    code: 'TLS_UNTRUSTED',
    nodeCodes: untrustedCodes,
    text: /certificate verify failed|server certificate for [^\n]* does not match|root certificate file|unable to verify the first certificate|self-signed certificate/i,
    message: () => "The server's certificate is not trusted for this host.",
    nextStep: ({ settings }) =>
      settings !== undefined && isSupabaseHost(settings.host)
        ? 'Supabase uses its own authority: download its certificate (Database Settings, SSL Configuration) and give it by SUPABASE_CA_FILE.'
        : "Give the CA certificate that signed the server's, and use the host name that stands in it.",
  },
  {
    code: 'TLS_FAILED',
    nodeCodes: new Set(['EPROTO']),
    text: /ssl routines|wrong version number|handshake failure|tlsv1 alert|unsupported protocol/i,
    message: () => 'The encrypted connection could not be set up.',
    nextStep: () => 'Check that the server speaks TLS 1.2 or newer and that nothing in between changes the connection.',
  },
  {
    code: 'DATABASE_MISSING',
    sqlStates: new Set(['3D000']),
    text: /FATAL:[^\n]*database "[^\n]*" does not exist|no such database/i,
    message: () => 'There is no database of this name on the server.',
    nextStep: () => 'Check the name; on Supabase it is "postgres".',
  },
  {
    code: 'PERMISSION_DENIED',
    text: /permission denied for database/i,
    message: () => 'The user may not connect to this database.',
    nextStep: (place, facts) => `Grant it: ${grantConnect(place, facts)}`,
    sql: grantConnect,
  },
  {
    code: 'TOO_MANY_CONNECTIONS',
    sqlStates: new Set(['53300']),
    text: /too many (?:clients|connections)|remaining connection slots|max(?:imum)? ?client(?:s| connections) reached|MaxClientsInSessionMode|no more connections allowed/i,
    message: () => 'The server or its pooler has no free connection.',
    nextStep: () => 'It is tried again; if it stays so, use fewer jobs, close other clients, or raise the pool size.',
  },
  {
    code: 'STARTING_UP',
    sqlStates: new Set(['57P03']),
    text: /database system is (?:starting up|shutting down|in recovery mode|not yet accepting|not accepting)/i,
    message: () => 'The database server is starting up or shutting down.',
    nextStep: () => 'It is tried again in a moment.',
  },
  {
    code: 'HOST_NOT_FOUND',
    nodeCodes: new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']),
    text: /could not translate host name|name or service not known|temporary failure in name resolution/i,
    message: () => 'The host name cannot be resolved to an address.',
    nextStep: ({ settings }) =>
      settings !== undefined && isDirectHost(settings.host)
        ? 'Check that the project exists and is not paused; on a network without IPv6 copy the Session pooler string from the Connect dialog.'
        : 'Check the host name and the DNS of this machine.',
  },
  {
    code: 'IPV6_ONLY',
    nodeCodes: new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']),
    text: /network is unreachable|no route to host|cannot assign requested address/i,
    when: ({ settings }) => settings !== undefined && (isDirectHost(settings.host) || settings.host.includes(':')),
    message: () => 'The host has an IPv6 address only, and this machine has no IPv6 route to it.',
    nextStep: () => 'Copy the Session pooler string (IPv4) from the Connect dialog, or give this machine IPv6.',
  },
  {
    code: 'UNREACHABLE',
    nodeCodes: new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'EHOSTDOWN', 'ENETDOWN']),
    text: /network is unreachable|no route to host|cannot assign requested address|timeout expired|connection timed out/i,
    message: () => 'The server cannot be reached over the network.',
    nextStep: ({ settings }) =>
      settings !== undefined && isDirectHost(settings.host)
        ? 'Check the state of the project; on a network without IPv6 copy the Session pooler string from the Connect dialog.'
        : 'Check host, port, firewalls and the connection of this machine.',
  },
  {
    code: 'NETWORK_RESTRICTED',
    nodeCodes: new Set(['ECONNREFUSED']),
    text: /connection refused/i,
    when: ({ settings }) => settings !== undefined && (isDirectHost(settings.host) || isPoolerHost(settings.host)),
    message: () => 'Supabase refused the connection: this address may be banned or restricted, or the project paused.',
    nextStep: () =>
      'Look at Network Bans and Network Restrictions in Database Settings, and at the state of the project.',
  },
  {
    code: 'UNREACHABLE',
    nodeCodes: new Set(['ECONNREFUSED']),
    text: /connection refused/i,
    message: () => 'Nothing accepts connections at this host and port.',
    nextStep: () => 'Check the port, that PostgreSQL runs, and that it listens on this address.',
  },
];

function grantConnect(place: ErrorPlace, { text }: ErrorFacts): string {
  const database = /permission denied for database "?([^\n]+?)"?(?:\n|$)/.exec(text)?.[1] ?? 'postgres';
  return `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(roleOf(place))};`;
}

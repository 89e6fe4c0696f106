import { isIP } from 'node:net';
import { checkSettings } from '../check-settings';
import { isPrivateHost } from '../host-names';
import { PostgresError } from '../postgres-error';
import type { OpenStream } from '../open-stream';
import type { ConnectionSettings } from '../settings';
import { isDirectHost, isSupabaseHost } from '../supabase-hosts';
import { translateError } from '../translate-error';
import { fail, failedBy, pass, warn, type DoctorCheck } from './report';

/** Name → addresses; the default asks the system's resolver. */
export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

const poolerRemedy = 'Copy the Session pooler string (IPv4) from the Connect dialog of the project.';

export function checkForm(settings: ConnectionSettings, allowInsecure: boolean): DoctorCheck {
  try {
    const warnings = checkSettings(settings, { allowInsecure }).filter((warning) => warning.code !== 'IPV6_ONLY');
    const [first] = warnings;
    return first === undefined
      ? pass('form', 'Host, port, user and database have a usable form.')
      : warn('form', first.text);
  } catch (error) {
    if (error instanceof PostgresError) return failedBy('form', error);
    throw error;
  }
}

export async function checkDns(settings: ConnectionSettings, lookup: Lookup): Promise<DoctorCheck> {
  if (isIP(settings.host) !== 0) return pass('dns', 'The host is an IP address.');
  try {
    const families = new Set((await lookup(settings.host)).map((entry) => entry.family));
    if (families.size === 0) return fail('dns', 'The host name has no address.', { text: 'Check the host name.' });
    if (families.has(4))
      return pass('dns', `The host name has ${families.has(6) ? 'IPv4 and IPv6 addresses' : 'an IPv4 address'}.`);
    const remedy = isDirectHost(settings.host)
      ? poolerRemedy
      : 'Make sure that every machine that runs backups has IPv6.';
    return warn('dns', 'The host name has an IPv6 address only; a network without IPv6 cannot reach it.', {
      text: remedy,
    });
  } catch (error) {
    return failedBy('dns', translateError(error, { settings }));
  }
}

/** A host with IPv6 only that cannot be reached from here gets the remedy, whatever it is called. */
export function unreachable(error: PostgresError, dns: DoctorCheck): DoctorCheck {
  if (error.code === 'UNREACHABLE' && dns.status === 'warn') {
    return failedBy(
      'tls',
      new PostgresError(
        'IPV6_ONLY',
        'The host has an IPv6 address only, and it cannot be reached from here.',
        dns.fix?.text ?? poolerRemedy,
      ),
    );
  }
  return failedBy('tls', error);
}

export function describeEncryption(
  settings: ConnectionSettings,
  stream: Pick<OpenStream, 'encrypted' | 'verified' | 'pin'>,
): DoctorCheck {
  const supabase = isSupabaseHost(settings.host);
  if (!stream.encrypted && isPrivateHost(settings.host)) {
    return pass('tls', 'The connection is not encrypted; the host is local or in a private network.');
  }
  if (!stream.encrypted) {
    return warn('tls', 'The connection is not encrypted.', {
      text: 'Use sslmode=require or verify-full unless the server is on this machine.',
    });
  }
  if (settings.tls.mode === 'verify-full' || settings.tls.mode === 'verify-ca') {
    return pass('tls', "The connection is encrypted, and the server's certificate is trusted.");
  }
  const known = settings.tls.pin === undefined ? '' : "; its issuer's key is the one seen at first use";
  return warn(
    'tls',
    `The connection is encrypted, but the server's certificate is not checked against an authority${known}.`,
    {
      text: supabase
        ? 'Download the certificate in Supabase (Database Settings, SSL Configuration) and give it by SUPABASE_CA_FILE: then verify-full is used.'
        : "Give the CA certificate and use sslmode=verify-full; pg_dump's own connections can't be pinned.",
    },
  );
}

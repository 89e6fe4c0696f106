import { checkCa, type TlsSettings } from '@stowbase/postgres';
import type { ConnectionDto } from './connection.dto';
import type { StoredConnection } from './read-connection';

/**
 * What a server's certificate is judged by: what the request says, else what is stored. A root certificate holds for any host, a pinned
 * issuer only for the one it was seen at. @throws PostgresError `CA_INVALID`
 */
export function knownTrust(
  dto: Pick<ConnectionDto, 'ca'>,
  stored: StoredConnection | null,
  host: string,
): Pick<TlsSettings, 'ca' | 'pin'> {
  if (dto.ca !== undefined) return dto.ca === null ? {} : { ca: checkCa(dto.ca) };
  if (stored === null) return {};
  const { ca, pin } = stored.settings.tls;
  const sameHost = stored.settings.host === host;
  return { ...(ca === undefined ? {} : { ca }), ...(pin === undefined || !sameHost ? {} : { pin }) };
}

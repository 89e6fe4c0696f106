import {
  checkSettings,
  defaultTlsMode,
  parseConnectionUrl,
  type ConnectionSettings,
  type ConnectionWarning,
} from '@stowbase/postgres';
import type { ConnectionDto } from './connection.dto';
import { connectionProblem } from './connection-problem';
import { knownTrust } from './known-trust';
import { withPassword } from './kept-password';
import { fail } from './projects.errors';

export interface ReadConnection {
  readonly settings: ConnectionSettings;
  readonly allowInsecure: boolean;
  readonly notices: readonly ConnectionWarning[];
}

/** A connection that is stored already, with its password. */
export type StoredConnection = Pick<ReadConnection, 'settings' | 'allowInsecure'>;

/**
 * The connection a request describes: a string, or single fields, or a change of what is stored.
 * @throws ApiError `CONNECTION_INVALID`, `CONNECTION_INCOMPLETE`, `PASSWORD_NEEDED_AGAIN`, each with the field's path
 */
export function readConnection(dto: ConnectionDto, stored: StoredConnection | null = null): ReadConnection {
  const allowInsecure = dto.allowInsecure ?? stored?.allowInsecure ?? false;
  const { settings, notices } =
    dto.url === undefined ? fromFields(dto, stored) : fromUrl(dto, dto.url, allowInsecure, stored);
  const complete = withPassword(settings, dto, stored);
  try {
    return { settings: complete, allowInsecure, notices: [...notices, ...checkSettings(complete, { allowInsecure })] };
  } catch (error) {
    throw connectionProblem(error, dto.url !== undefined);
  }
}

function fromUrl(
  dto: ConnectionDto,
  url: string,
  allowInsecure: boolean,
  stored: StoredConnection | null,
): Pick<ReadConnection, 'settings' | 'notices'> {
  const both = (['host', 'port', 'username', 'database'] as const).find((field) => dto[field] !== undefined);
  if (both !== undefined)
    throw fail('CONNECTION_INCOMPLETE', 'The connection string and single fields were given together.', {
      field: `connection.${both}`,
      nextStep: 'Give the string, or the fields.',
    });
  try {
    const { host } = parseConnectionUrl(url, { allowInsecure: true }).settings;
    const known = knownTrust(dto, stored, host);
    const { settings, warnings } = parseConnectionUrl(url, {
      allowInsecure,
      ...(known.ca === undefined ? {} : { ca: known.ca }),
    });
    const tls = {
      ...known,
      ...settings.tls,
      ...(dto.tlsMode === undefined ? {} : { mode: dto.tlsMode }),
    };
    return {
      settings: { ...settings, tls },
      notices: warnings.filter(({ code }) => code === 'WHITESPACE_TRIMMED' || code === 'PARAMETER_IGNORED'),
    };
  } catch (error) {
    throw connectionProblem(error, true);
  }
}

function fromFields(dto: ConnectionDto, stored: StoredConnection | null): Pick<ReadConnection, 'settings' | 'notices'> {
  const before = stored?.settings;
  const host = (dto.host ?? before?.host)?.trim();
  const user = dto.username ?? before?.user;
  const database = dto.database ?? before?.database;
  const missing = [
    ['host', host],
    ['username', user],
    ['database', database],
  ].find(([, value]) => value === undefined);
  if (missing !== undefined || host === undefined || user === undefined || database === undefined)
    throw fail('CONNECTION_INCOMPLETE', `The connection has no ${missing?.[0] ?? 'host'}.`, {
      field: `connection.${missing?.[0] ?? 'url'}`,
      nextStep: 'Paste the connection string as `url`, or give host, username and database.',
    });
  try {
    const known = knownTrust(dto, stored, host);
    const unchanged = before?.host === host && dto.ca === undefined ? before.tls.mode : undefined;
    return {
      settings: {
        host,
        port: dto.port ?? before?.port ?? 5432,
        user,
        database,
        tls: { ...known, mode: dto.tlsMode ?? unchanged ?? defaultTlsMode(host, known.ca) },
      },
      notices: [],
    };
  } catch (error) {
    throw connectionProblem(error, false);
  }
}

import type { ConnectionSettings } from '@stowbase/postgres';
import type { ConnectionDto } from './connection.dto';
import { fail } from './projects.errors';
import type { StoredConnection } from './read-connection';

const masked = /^[•*]+$/;

/** A stored password goes only where it has gone before, under checks that are at least as strict. */
export function withPassword(
  settings: ConnectionSettings,
  dto: ConnectionDto,
  stored: StoredConnection | null,
): ConnectionSettings {
  const given = typeof dto.password === 'string' && masked.test(dto.password) ? undefined : dto.password;
  if (given === '')
    throw fail('CONNECTION_INVALID', 'The password is empty.', {
      field: 'connection.password',
      nextStep: 'Enter it, leave the field out to keep the stored one, or send null to remove it.',
      more: { reason: 'PASSWORD_INVALID' },
    });
  if (given !== undefined) return { ...withoutPassword(settings), ...(given === null ? {} : { password: given }) };
  if (settings.password !== undefined) return settings;
  const kept = stored?.settings.password;
  if (stored === null || kept === undefined) return settings;
  if (!isSamePlace(settings, stored.settings))
    throw fail('PASSWORD_NEEDED_AGAIN', 'Another host, port, user or weaker encryption needs the password again.', {
      field: 'connection.password',
      nextStep: 'Enter the password once more.',
    });
  return { ...settings, password: kept };
}

function withoutPassword(settings: ConnectionSettings): ConnectionSettings {
  const bare = { ...settings };
  delete bare.password;
  return bare;
}

const strictness = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

function isSamePlace(now: ConnectionSettings, before: ConnectionSettings): boolean {
  const weaker = strictness.indexOf(now.tls.mode) < strictness.indexOf(before.tls.mode);
  return (
    now.host === before.host &&
    now.port === before.port &&
    now.user === before.user &&
    !weaker &&
    // Another root certificate could be anybody's own.
    now.tls.ca === before.tls.ca
  );
}

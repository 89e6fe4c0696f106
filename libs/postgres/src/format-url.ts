import { hostInUrl } from './host-names';
import type { ConnectionSettings } from './settings';

/** encodeURIComponent, and the characters it leaves that mean something to some URL parser. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The settings as a URL that `parseConnectionUrl` reads back to the same settings. Without the password unless it is asked
 * for by `includePassword`; the CA is never in it.
 */
export function formatConnectionUrl(settings: ConnectionSettings, options: { includePassword?: boolean } = {}): string {
  const password =
    options.includePassword === true && settings.password !== undefined ? `:${encode(settings.password)}` : '';
  const parameters = [
    `sslmode=${settings.tls.mode}`,
    ...(settings.connectTimeoutSeconds === undefined ? [] : [`connect_timeout=${settings.connectTimeoutSeconds}`]),
    ...(settings.applicationName === undefined ? [] : [`application_name=${encode(settings.applicationName)}`]),
  ];
  const place = `${hostInUrl(settings.host)}:${settings.port}/${encode(settings.database)}`;
  return `postgresql://${encode(settings.user)}${password}@${place}?${parameters.join('&')}`;
}

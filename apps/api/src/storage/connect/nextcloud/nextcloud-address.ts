import { readUrl } from '../../../outgoing/guarded-request';

/** What people copy out of a browser or a client behind the address of the server itself. */
const behind = /\/(?:index\.php|remote\.php|public\.php|ocs|apps|login|settings|f|s)(?:\/.*)?$/;

/**
 * The address of a Nextcloud server as its users write it → origin and folder of the installation, without a slash at the end (H19).
 * @throws OutgoingError `URL_INVALID`
 */
export function nextcloudAddress(text: string): string {
  const trimmed = text.trim();
  const { origin, pathname } = readUrl(/^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`);
  return `${origin}${pathname.replace(behind, '').replace(/\/+$/, '')}`;
}

/** Whether an address that a server names is one of its own: same scheme, host and port, no login in it. */
export function isOwnAddress(address: string, named: unknown): named is string {
  const url = typeof named === 'string' && named.length <= 2_000 ? URL.parse(named) : null;
  return url !== null && url.origin === new URL(address).origin && url.username === '' && url.password === '';
}

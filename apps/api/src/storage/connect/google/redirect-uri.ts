import { isIPv4 } from 'node:net';
import { addressUnfit } from './google-refusals';

/** Of the page that Google sends the browser back to; the web app has a route of this name. */
export const redirectPath = '/connect/google';

/** @throws ApiError `CONNECT_REFUSED` for an address that Google takes from nobody */
export function redirectUriOf(publicUrl: URL): string {
  const { origin, protocol, hostname } = publicUrl;
  const isThisMachine = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  const isAddress = isIPv4(hostname) || hostname.startsWith('[');
  if (!isThisMachine && (protocol !== 'https:' || isAddress)) throw addressUnfit(origin);
  return `${origin}${redirectPath}`;
}

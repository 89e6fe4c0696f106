import type { Credentials } from '../pending-credentials.service';
import type { GrantedLogin, NextcloudServer } from './login-flow';
import { nextcloudAddress } from './nextcloud-address';

/** An app password goes only to the server that gave it. */
export function nextcloudCredentials({ address }: NextcloudServer, login: GrantedLogin): Credentials {
  return {
    type: 'nextcloud',
    over: ({ url }) => ({
      // A WebDAV address also names a folder.
      url: typeof url === 'string' && url.includes('/remote.php/') ? url : address,
      username: login.loginName,
      password: login.appPassword,
    }),
    mismatch: ({ url }) =>
      typeof url === 'string' && addressOf(url) !== address
        ? { field: 'url', message: 'The account was connected at another address: connect it again.' }
        : null,
  };
}

function addressOf(url: string): string | null {
  try {
    return nextcloudAddress(url);
  } catch {
    // OutgoingError: no address at all.
    return null;
  }
}

import type { ConfigOf } from '../../config/config-type';
import { placeOf } from '../../http/network-error';
import { StorageError } from '../../storage-error';
import { readDavAddress, type DavAddress } from './dav-address';
import type { DavClient } from './dav-client';
import { below } from './dav-path';
import type { nextcloudFields } from './nextcloud-fields';
import { capabilitiesAt, userIdAt, type OcsCapabilities } from './ocs';

export type DavConfig = ConfigOf<typeof nextcloudFields>;

/** Where one destination lies. URLs end with `/`. */
export interface DavPlace {
  /** The destination's own folder: keys begin in it. */
  readonly root: URL;
  /** All files of that user: it exists always. */
  readonly account: URL;
  /** Names of the folders from `account` to `root`. */
  readonly folder: readonly string[];
  /** Where Nextcloud keeps unfinished uploads; null on a server that has no such place. */
  readonly uploads: URL | null;
  /** Deleted files stay in a trash bin for a while. */
  readonly trash: boolean;
}

/**
 * Finds out what stands at the address. Its first request is signed, so that a wrong password costs no more than that one.
 * @param folder below the account's files, or below the address of a plain server.
 */
export async function findDavPlace(dav: DavClient, config: DavConfig, folder: readonly string[]): Promise<DavPlace> {
  const address = readDavAddress(config.url);
  if (config.kind === 'webdav') return plainPlace(dav, address.given, folder);
  for (const base of address.bases) {
    const capabilities = await capabilitiesAt(dav, base);
    if (capabilities !== null) return nextcloudPlace(dav, { config, address, base, capabilities, folder });
  }
  if (config.kind === 'auto' && !address.certain) return plainPlace(dav, address.given, folder);
  throw new StorageError(
    'invalid-config',
    `There is no Nextcloud at ${placeOf(address.given)}${address.given.pathname}.`,
    'Give the address that opens Nextcloud in a browser; for another server choose WebDAV.',
    { field: 'url' },
  );
}

function plainPlace(dav: DavClient, account: URL, folder: readonly string[]): DavPlace {
  dav.signInHint = 'Check user name and password.';
  return { account, folder, root: below(account, folder, 'collection'), uploads: null, trash: false };
}

interface Found {
  readonly config: DavConfig;
  readonly address: DavAddress;
  readonly base: URL;
  readonly capabilities: OcsCapabilities;
  readonly folder: readonly string[];
}

/** The name that somebody signs in with need not be the user id that stands in paths (login by e-mail address, LDAP). */
async function nextcloudPlace(
  dav: DavClient,
  { config, address, base, capabilities, folder }: Found,
): Promise<DavPlace> {
  const id = (await userIdAt(dav, base)) ?? address.userId ?? config.username;
  const at = (service: string): URL => below(base, ['remote.php', 'dav', service, id], 'collection');
  const account = at('files');
  const names = [...address.folder, ...folder];
  return {
    account,
    folder: names,
    root: below(account, names, 'collection'),
    uploads: capabilities.chunking ? at('uploads') : null,
    trash: capabilities.trash,
  };
}

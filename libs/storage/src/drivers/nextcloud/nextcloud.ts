import { defineDriver } from '../../driver';
import { readDavAddress } from './dav-address';
import { nextcloudFields } from './nextcloud-fields';

/** Nextcloud by its chunked uploads, and any other WebDAV server (RFC 4918) by a temporary name and MOVE. */
export const nextcloud = defineDriver({
  type: 'nextcloud',
  title: 'Nextcloud or WebDAV',
  summary: 'Files on a Nextcloud, ownCloud, NAS or any other WebDAV server.',
  envPrefix: 'NEXTCLOUD',
  fields: nextcloudFields,
  capabilities: { ranges: true, conditions: true, versions: false, locks: false, usage: true, maxObjectBytes: null },
  stored: true,
  // As a share or a team folder of Nextcloud names them.
  permissions: { write: 'Create', read: 'View', list: 'View', abort: 'Delete', delete: 'Delete' },
  place: ({ url, username, path = '' }) => {
    const { bases, given, userId, folder } = readDavAddress(url);
    const { host, pathname } = bases[0] ?? given;
    const names = [...pathname.split('/'), ...folder, ...path.split('/')].filter((name) => name !== '');
    return [host, userId ?? username, ...names].join('/');
  },
  async open(config, context) {
    const { openDavStorage } = await import('./open-dav-storage');
    return openDavStorage(config, context.connect, context.tuning);
  },
});

import { trustedCertificates } from '../../config/connection-fields';
import type { OutgoingConnect } from '../../driver';
import { openHttp } from '../../http/http-client';
import { keyProblem } from '../../keys';
import { StorageError } from '../../storage-error';
import { DavClient } from './dav-client';
import { davLimits, type DavLimits } from './dav-limits';
import type { DavConfig } from './dav-place';
import { DavStorage } from './dav-storage';

/** Makes no request: who answers at the address is found out by the first use. */
export function openDavStorage(
  config: DavConfig,
  connect: OutgoingConnect,
  limits: Partial<DavLimits> = {},
): DavStorage {
  const folder = foldersOf(config.path);
  const all = { ...davLimits, ...limits };
  const http = openHttp(connect, {
    allowInsecure: config.allowInsecure,
    ca: trustedCertificates(config.ca),
    ...(all.http === undefined ? {} : { limits: all.http }),
  });
  return new DavStorage(new DavClient(http, config), config, folder, all);
}

/** @throws StorageError `invalid-config` for the field `path`. */
function foldersOf(path: string): string[] {
  const bare = path.replace(/^\/+|\/+$/g, '');
  if (bare === '') return [];
  const problem = keyProblem(bare);
  if (problem === null) return bare.split('/');
  throw new StorageError('invalid-config', `The folder ${problem}.`, 'Give folders separated by "/".', {
    field: 'path',
  });
}

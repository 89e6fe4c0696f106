import { placeOf } from '../../http/network-error';
import { StorageError } from '../../storage-error';

/** What everything of the destination lies in isn't there: no proof that backups are gone, and no place to make any. */
export const noFolder = (account: URL): StorageError =>
  new StorageError(
    'invalid-config',
    `There is no folder at ${placeOf(account)}${account.pathname}: backups can neither be found nor made there.`,
    'Check the address, and whether that folder was moved or removed.',
    { field: 'url' },
  );

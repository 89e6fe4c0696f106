import { placeOf } from '../../../http/network-error';
import { StorageError } from '../../../storage-error';

/** Nextcloud removes unfinished uploads that were quiet for 24 hours, and can forget one when its cache is emptied. */
export const expired = (key: string, url: URL): StorageError =>
  new StorageError(
    'unexpected',
    `${placeOf(url)} removed or forgot the unfinished upload of "${key}": Nextcloud keeps one for 24 hours.`,
    'Start the backup again; if it took more than a day, look for what held it up.',
  );

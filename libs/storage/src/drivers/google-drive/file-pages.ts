import { StorageError } from '../../storage-error';
import type { DriveApi } from './drive-api';
import { DriveReason, notDrive } from './drive-error';
import { driveFile, fileFields, type DriveFile } from './drive-file';

/** So often a list is begun anew when Drive rejects its own page token. */
const mostRestarts = 3;

/** A page of 1,000 files whose keys are the longest that there may be has some 3 MB. */
const longestPage = 8 * 1024 * 1024;

/**
 * All pages of a search, also empty ones in between. "If the token is rejected for any reason, it should be discarded, and pagination
 * should be restarted from the first page": then files come again.
 * https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list
 */
export async function* filePages(api: DriveApi, search: URL, signal?: AbortSignal): AsyncGenerator<DriveFile> {
  const url = new URL(search);
  url.searchParams.set('pageSize', '1000');
  url.searchParams.set('orderBy', 'createdTime');
  url.searchParams.set('fields', `nextPageToken,incompleteSearch,files(${fileFields})`);
  for (let restarts = 0; ;) {
    const page = await api.json({ method: 'GET', url, signal, maxReplyBytes: longestPage }).catch((cause: unknown) => {
      if (!wasRejected(cause, url) || restarts >= mostRestarts) throw cause;
      return null;
    });
    if (page === null) {
      restarts += 1;
      url.searchParams.delete('pageToken');
      continue;
    }
    const { files, nextPageToken, incompleteSearch } = page;
    if (!Array.isArray(files)) throw notDrive();
    // Whoever is missing in a list counts as gone.
    if (incompleteSearch === true) throw incomplete();
    for (const file of files) yield driveFile(file);
    if (typeof nextPageToken !== 'string') return;
    if (nextPageToken === url.searchParams.get('pageToken')) throw notDrive();
    url.searchParams.set('pageToken', nextPageToken);
  }
}

const wasRejected = (cause: unknown, url: URL): boolean =>
  url.searchParams.has('pageToken') &&
  cause instanceof StorageError &&
  cause.cause instanceof DriveReason &&
  cause.cause.status === 400;

const incomplete = (): StorageError =>
  new StorageError('unreachable', 'Google Drive could not search everything just now.', 'Try again later.');

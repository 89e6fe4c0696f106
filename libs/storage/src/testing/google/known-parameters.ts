import type { Operation } from './call';

const one = ['fields', 'supportsAllDrives'];

/** What the reference pages list, of what is used: …/drive/api/reference/rest/v3/files and …/about/get. Null: not looked at. */
const known: Readonly<Record<Operation, readonly string[] | null>> = {
  authorize: null,
  token: [],
  about: ['fields'],
  list: [...one, 'q', 'pageSize', 'pageToken', 'orderBy', 'corpora', 'driveId', 'includeItemsFromAllDrives'],
  get: one,
  media: [...one, 'alt', 'acknowledgeAbuse'],
  create: one,
  update: one,
  delete: one,
  start: [...one, 'uploadType'],
  chunk: ['uploadType', 'upload_id'],
  query: ['uploadType', 'upload_id'],
  cancel: ['uploadType', 'upload_id'],
};

/** Stricter than Google may be: a parameter that a method doesn't have is a mistake of ours. */
export const unknownParameter = (operation: Operation, url: URL): string | undefined =>
  [...url.searchParams.keys()].find((name) => known[operation]?.includes(name) === false);

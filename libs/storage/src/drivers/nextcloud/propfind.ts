import { placeOf, redirected } from '../../http/network-error';
import type { DavClient } from './dav-client';
import { notWebdav } from './dav-error';
import type { DavEntry } from './multistatus';
import { readEntries } from './read-entries';

/** Some 60,000 files in one folder; and what there is to say of one. Bytes. */
const longestList = 32 * 1024 * 1024;
const longestEntry = 256 * 1024;

const propsOf = (names: readonly string[]): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:"><d:prop>${names
      .map((name) => `<d:${name}/>`)
      .join('')}</d:prop></d:propfind>`,
  );
const objectProps = propsOf(['resourcetype', 'getcontentlength', 'getlastmodified', 'getetag']);
const quotaProps = propsOf(['resourcetype', 'quota-available-bytes', 'quota-used-bytes']);

interface PropfindOptions {
  readonly key: string;
  readonly depth?: 0 | 1;
  readonly quota?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the server says of a resource, and with depth 1 of what lies in it; null when it isn't there.
 * @throws StorageError
 */
export async function propfind(
  dav: DavClient,
  url: URL,
  { key, depth = 0, quota = false, signal }: PropfindOptions,
): Promise<DavEntry[] | null> {
  const reply = await dav.ask('PROPFIND', url, {
    headers: { depth: String(depth), 'content-type': 'application/xml; charset=utf-8' },
    body: quota ? quotaProps : objectProps,
    maxReplyBytes: depth === 0 ? longestEntry : longestList,
    passes: [301, 308],
    ...(signal === undefined ? {} : { signal }),
  });
  if (reply.status === 404) return null;
  // Some servers send to the same URL with a "/" when it is a folder: we know what that means, and need not go there.
  if (reply.status === 301 || reply.status === 308) {
    if (!namesFolder(reply.headers.location, url)) throw redirected(url, reply.headers.location);
    return [folderAt(url)];
  }
  if (reply.status !== 207) throw dav.error(reply, key, url);
  const entries = await readEntries(reply.body.toString());
  if (entries === null) throw notWebdav(placeOf(url), 'no list of properties');
  return entries;
}

/** One resource; null when it isn't there. */
export async function lookUp(dav: DavClient, url: URL, options: PropfindOptions): Promise<DavEntry | null> {
  const entries = await propfind(dav, url, { ...options, depth: 0 });
  if (entries === null) return null;
  const [only] = entries;
  if (only === undefined) throw notWebdav(placeOf(url), 'an empty list of properties');
  return only;
}

function namesFolder(location: string | undefined, url: URL): boolean {
  const to = location === undefined ? null : URL.parse(location, url.href);
  return to !== null && to.host === url.host && to.pathname === `${url.pathname}/`;
}

const folderAt = (url: URL): DavEntry => ({
  href: url.pathname,
  collection: true,
  size: null,
  etag: undefined,
  modified: null,
  quotaAvailable: null,
  quotaUsed: null,
});

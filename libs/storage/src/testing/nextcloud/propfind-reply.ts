import type { DavCall, Reply } from './call';
import type { TreeNode } from './tree';

interface Listed {
  readonly href: string;
  readonly node: TreeNode;
  /** Of a folder: told where it is known. */
  readonly modified?: Date;
}

/** The whole of what clients ask for; Nextcloud writes hrefs as paths and has the prefix `d:`. */
export function multistatus({ account }: DavCall, listed: readonly Listed[]): Reply {
  const responses = listed.map(
    ({ href, node, modified }) =>
      `<d:response><d:href>${escaped(href)}</d:href><d:propstat><d:prop>${
        node === 'folder'
          ? // RFC 4331; -1 not computed, -2 unknown, -3 unlimited (developer manual, WebDAV/basic.rst).
            `<d:resourcetype><d:collection/></d:resourcetype>${timeOf(modified)}<d:quota-used-bytes>${account.tree.size}</d:quota-used-bytes>` +
            `<d:quota-available-bytes>${account.free}</d:quota-available-bytes>`
          : `<d:resourcetype/><d:getcontentlength>${node.body.length}</d:getcontentlength>` +
            `${timeOf(node.modified)}<d:getetag>${escaped(node.etag)}</d:getetag>`
      }</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`,
  );
  return {
    status: 207,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: `<?xml version="1.0"?>\n<d:multistatus xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:oc="http://owncloud.org/ns">${responses.join('')}</d:multistatus>`,
  };
}

const timeOf = (modified: Date | undefined): string =>
  modified === undefined ? '' : `<d:getlastmodified>${modified.toUTCString()}</d:getlastmodified>`;

export const hrefOf = (base: string, path: string, isFolder: boolean): string =>
  `${base}${path.split('/').map(encodeURIComponent).join('/')}${isFolder && path !== '' ? '/' : ''}`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

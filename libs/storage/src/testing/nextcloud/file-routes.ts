import { bodyOf, headerOf, type DavCall, type Reply } from './call';
import { davErrors } from './dav-error';
import { destinationOf } from './destination';
import type { Fault } from './faults';
import { hrefOf, multistatus } from './propfind-reply';

/** `/remote.php/dav/files/USER/…`: sabre/dav with Nextcloud's plugins. */
export async function fileRoute(call: DavCall, fault: Fault | null): Promise<Reply> {
  switch (call.request.method) {
    case 'PROPFIND':
      return propfind(call);
    case 'GET':
      return get(call);
    case 'PUT':
      return put(call, fault);
    case 'MKCOL':
      return makeFolder(call);
    case 'MOVE':
      return move(call);
    case 'DELETE':
      return remove(call);
    default:
      throw davErrors.notAllowed('Not here');
  }
}

/** Any depth but 0 is read as 1: sabre's `enablePropfindDepthInfinity` is off. */
function propfind(call: DavCall): Reply {
  const { account, base } = call;
  const path = call.names.join('/');
  const node = account.tree.at(path);
  if (node === undefined) throw davErrors.notFound(path);
  const below = node === 'folder' && headerOf(call, 'depth') !== '0' ? account.tree.children(path) : [];
  const listed = [path, ...below].flatMap((one) => {
    const found = account.tree.at(one);
    return found === undefined ? [] : [{ href: hrefOf(base, one, found === 'folder'), node: found }];
  });
  return multistatus(call, listed);
}

function get(call: DavCall): Reply {
  const path = call.names.join('/');
  const file = call.account.tree.fileAt(path);
  if (file === undefined) throw davErrors.notFound(path);
  const ifMatch = headerOf(call, 'if-match');
  if (ifMatch !== undefined && ifMatch !== file.etag) throw davErrors.precondition('An If-Match header was specified');
  const headers = { etag: file.etag, 'oc-etag': file.etag, 'content-type': 'application/octet-stream' };
  const range = /^bytes=(\d+)-(\d+)$/.exec(headerOf(call, 'range') ?? '');
  if (range === null) return { status: 200, headers, body: file.body };
  const [start, last] = [Number(range[1]), Math.min(Number(range[2]), file.body.length - 1)];
  if (start >= file.body.length) return { status: 416, headers };
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${last}/${file.body.length}` },
    body: file.body.subarray(start, last + 1),
  };
}

async function put(call: DavCall, fault: Fault | null): Promise<Reply> {
  const { account, names } = call;
  const path = names.join('/');
  const expected = Math.max(
    ...['x-expected-entity-length', 'content-length', 'oc-total-length'].map((name) =>
      Number(headerOf(call, name) ?? 0),
    ),
  );
  // QuotaPlugin::beforeCreateFile takes the largest of the three.
  if (!account.fits(expected)) throw davErrors.full();
  if (!account.tree.hasParent(path)) throw davErrors.noParent();
  const before = account.tree.at(path);
  if (before === 'folder') throw davErrors.notAllowed('PUT is not allowed on non-files.');
  if (before !== undefined && headerOf(call, 'if-none-match') === '*') throw davErrors.precondition('It exists');
  const body = await bodyOf(call);
  // Connector/Sabre/File.php: what came is compared with what was announced.
  const announced = headerOf(call, 'content-length');
  if (announced !== undefined && Number(announced) !== body.length) {
    throw davErrors.badRequest(`Expected filesize of ${announced} bytes but read ${body.length} bytes`);
  }
  const kept = fault?.kind === 'shorten' ? body.subarray(0, body.length - fault.bytes) : body;
  const { etag } = account.tree.put(path, Buffer.from(kept));
  const mtime = headerOf(call, 'x-oc-mtime') === undefined ? {} : { 'x-oc-mtime': 'accepted' };
  return { status: before === undefined ? 201 : 204, headers: { etag, 'oc-etag': etag, ...mtime } };
}

/** RFC 4918 §9.3; a folder needs 4,096 bytes (QuotaPlugin::beforeCreateDirectory). */
function makeFolder({ account, names }: DavCall): Reply {
  const path = names.join('/');
  if (account.tree.at(path) !== undefined)
    throw davErrors.notAllowed('The resource you tried to create already exists');
  if (!account.tree.hasParent(path)) throw davErrors.noParent();
  if (!account.fits(4_096)) throw davErrors.full();
  account.tree.makeFolder(path);
  return { status: 201 };
}

function move(call: DavCall): Reply {
  const { account, names } = call;
  const from = names.join('/');
  if (account.tree.at(from) === undefined) throw davErrors.notFound(from);
  const { path, replaces } = destinationOf(call);
  account.tree.remove(path);
  account.tree.move(from, path);
  return { status: replaces ? 204 : 201 };
}

/** With all that is in it. */
function remove({ account, names }: DavCall): Reply {
  const path = names.join('/');
  if (account.tree.at(path) === undefined) throw davErrors.notFound(path);
  account.tree.remove(path);
  return { status: 204 };
}

import type { UploadFolder } from './account';
import { bodyOf, headerOf, type DavCall, type Reply } from './call';
import { davErrors } from './dav-error';
import { destinationOf, targetPath } from './destination';
import type { Fault } from './faults';
import { multistatus } from './propfind-reply';

export interface UploadRules {
  /**
   * Version 2 needs Redis or Memcached and a storage that takes parts, and is left out silently without them: the same requests then
   * do what version 1 did (apps/dav/lib/Upload/ChunkingV2Plugin.php, checkPrerequisites).
   */
  readonly chunkingV2: boolean;
  /** An object store refuses parts below 5 MB but for the last, at the end (chunking.rst gives the sizes). */
  readonly refuseShortMiddleChunks: boolean;
}

const megabyte = 1024 * 1024;

/** `/remote.php/dav/uploads/USER/ID/…` (developer manual, client_apis/WebDAV/chunking.rst). */
export async function uploadRoute(call: DavCall, rules: UploadRules, fault: Fault | null): Promise<Reply> {
  const [id, name, ...more] = call.names;
  const { uploads } = call.account;
  const { method } = call.request;
  if (id === undefined) {
    if (method === 'PROPFIND') return listHome(call);
    throw davErrors.forbidden('Not here');
  }
  const folder = uploads.get(id);
  if (name === undefined) {
    if (method === 'MKCOL') return begin(call, id, rules);
    if (method === 'PROPFIND') return look(call, id);
    if (method !== 'DELETE') throw davErrors.notAllowed('Not here');
    if (folder === undefined) throw davErrors.notFound(id);
    if (folder.assembling !== null) throw davErrors.locked();
    uploads.delete(id);
    return { status: 204 };
  }
  // apps/dav/lib/Upload/UploadFolder.php
  if (method === 'MKCOL') throw davErrors.forbidden('Permission denied to create file (filename)');
  if (more.length > 0) throw davErrors.notFound(id);
  if (method === 'PUT') return putChunk(call, folder, name, rules);
  if (folder === undefined) throw davErrors.notFound(id);
  if (method === 'MOVE' && name === '.file') return assemble(call, id, folder, rules, fault);
  // "Chunks cannot be downloaded from the upload directory"
  throw davErrors.notAllowed('Not here');
}

/** The target stands in `Destination`; its folder has to be there (ChunkingV2Plugin::beforeMkcol). */
function begin(call: DavCall, id: string, { chunkingV2 }: UploadRules): Reply {
  const { account } = call;
  if (account.uploads.has(id)) throw davErrors.notAllowed('The resource you tried to create already exists');
  const target = chunkingV2 ? targetPath(call) : null;
  if (target !== null && !account.tree.hasParent(target)) throw davErrors.noParent();
  account.uploads.set(id, { chunks: new Map(), target, v2: target !== null, touched: Date.now(), assembling: null });
  return { status: 201 };
}

function look(call: DavCall, id: string): Reply {
  const { uploads } = call.account;
  const folder = uploads.get(id);
  if (folder?.assembling != null && folder.assembling.looksLeft-- <= 0) folder.assembling.finish();
  if (!uploads.has(id)) throw davErrors.notFound(id);
  return multistatus(call, [{ href: `${call.base}${id}/`, node: 'folder' }]);
}

/** All unfinished uploads of the account, with the time of each (apps/dav/lib/Upload/UploadHome.php, getChildren). */
function listHome(call: DavCall): Reply {
  const { uploads } = call.account;
  const folders = headerOf(call, 'depth') === '0' ? [] : [...uploads];
  return multistatus(call, [
    { href: call.base, node: 'folder' },
    ...folders.map(([id, { touched }]) => ({
      href: `${call.base}${id}/`,
      node: 'folder' as const,
      modified: new Date(touched),
    })),
  ]);
}

async function putChunk(
  call: DavCall,
  folder: UploadFolder | undefined,
  name: string,
  { chunkingV2 }: UploadRules,
): Promise<Reply> {
  if (folder === undefined) throw davErrors.noParent();
  if (folder.assembling !== null) throw davErrors.locked();
  if (chunkingV2 && headerOf(call, 'destination') !== undefined) {
    // ChunkingV2Plugin::beforePut
    if (!/^\d+$/.test(name) || Number(name) < 1 || Number(name) > 10_000) {
      throw davErrors.badRequest('Invalid chunk name, must be numeric between 1 and 10000');
    }
    if (folder.target === null)
      throw davErrors.precondition(
        'Missing metadata for chunked upload. The distributed cache does not hold the information of previous requests.',
      );
  }
  const length = Number(headerOf(call, 'content-length') ?? 0);
  if (!call.account.fits(quotaLength(call, folder, length))) throw davErrors.full();
  const body = await bodyOf(call);
  if (body.length !== length)
    throw davErrors.badRequest(`Expected filesize of ${length} bytes but read ${body.length} bytes`);
  folder.chunks.set(name, body);
  folder.touched = Date.now();
  return { status: 201 };
}

/**
 * Version 2 adds up what it has (ChunkingV2Plugin::beforePut); version 1 believes `OC-Total-Length`, and without it nothing is compared
 * until the end (QuotaPlugin::beforeCreateFile).
 */
function quotaLength(call: DavCall, { v2, chunks }: UploadFolder, length: number): number {
  if (v2) return [...chunks.values()].reduce((sum, chunk) => sum + chunk.length, length);
  return headerOf(call, 'destination') === undefined ? 0 : Number(headerOf(call, 'oc-total-length') ?? 0);
}

/** In the order of the names: version 2 as numbers, version 1 as texts. */
function assemble(call: DavCall, id: string, folder: UploadFolder, rules: UploadRules, fault: Fault | null): Reply {
  const { account } = call;
  if (folder.assembling !== null) throw davErrors.locked();
  const { path, replaces } = destinationOf(call);
  const byName = [...folder.chunks].sort(([a], [b]) => (folder.v2 ? Number(a) - Number(b) : a < b ? -1 : 1));
  if (rules.refuseShortMiddleChunks && byName.slice(0, -1).some(([, { length }]) => length < 5 * megabyte)) {
    return { status: 500 };
  }
  // When the cache lost what it knew, version 1 is asked to put together what version 2 has elsewhere.
  const isLost = folder.v2 && folder.target === null;
  const whole = Buffer.concat(isLost ? [] : byName.map(([, chunk]) => chunk));
  const total = headerOf(call, 'oc-total-length');
  // ChunkingPlugin::verifySize; version 2 doesn't compare.
  if ((!folder.v2 || isLost) && total !== undefined && Number(total) !== whole.length) {
    throw davErrors.badRequest(`Chunks on server do not sum up to ${total} but to ${whole.length} bytes`);
  }
  if (!account.fits(whole.length)) throw davErrors.full();
  const shortened =
    fault?.kind === 'shorten' ? fault.bytes : fault?.kind === 'assemble-behind-504' ? fault.shortened : 0;
  const finish = (): void => {
    account.tree.put(path, whole.subarray(0, whole.length - (shortened ?? 0)));
    account.uploads.delete(id);
  };
  if (fault?.kind === 'assemble-behind-504') {
    folder.assembling = { looksLeft: fault.looks, finish };
    return { status: 504 };
  }
  finish();
  return { status: replaces ? 204 : 201 };
}

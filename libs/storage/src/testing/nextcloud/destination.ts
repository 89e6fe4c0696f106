import { headerOf, type DavCall } from './call';
import { davErrors } from './dav-error';

/**
 * Where a MOVE goes, within the account's files. `Overwrite: F` and something there is 412; a folder that isn't there is 409
 * (sabre-io/dav Server::getCopyAndMoveInfo).
 */
export function destinationOf(call: DavCall): { path: string; replaces: boolean } {
  const path = targetPath(call);
  if (path === null) throw davErrors.badRequest('The destination header was not supplied');
  const { tree } = call.account;
  if (!tree.hasParent(path)) throw davErrors.noParent();
  const replaces = tree.at(path) !== undefined;
  if (replaces && headerOf(call, 'overwrite')?.toUpperCase() === 'F') throw davErrors.exists();
  return { path, replaces };
}

/** A full URL or a path; null without one, or when it isn't among these files. */
export function targetPath(call: DavCall): string | null {
  const header = headerOf(call, 'destination');
  if (header === undefined) return null;
  const { pathname } = new URL(header, call.url);
  const top = call.base.replace('/uploads/', '/files/');
  return pathname.startsWith(top) ? pathname.slice(top.length).split('/').map(decodeURIComponent).join('/') : null;
}
